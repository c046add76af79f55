/** Pause and resume of task types, for administrators. */
import type { Database, EventBus, TypePause } from '../../data/contracts/index.ts';
import { Fault } from '../../errors.ts';
import type { TaskTypeRegistry } from '../../task-types/definition/registry.ts';
import { type Actor, demand } from '../actor.ts';
import type { AuditAction } from '../audit/actions.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { TurnPushes } from '../engine/turn-pushes.ts';
import type { TypePauses } from '../engine/type-pauses.ts';

/** A type, and the time since when it is paused; null = it is not paused. */
export interface TypeSwitch {
  type: string;
  paused_at: string | null;
}

export interface TypeSwitchesParts {
  database: Pick<Database, 'typePauses'>;
  events: EventBus;
  registry: TaskTypeRegistry;
  pauses: TypePauses;
  turns: Pick<TurnPushes, 'pushForType'>;
  audit: AuditLog;
}

export class TypeSwitches {
  readonly #parts: TypeSwitchesParts;

  constructor(parts: TypeSwitchesParts) {
    this.#parts = parts;
  }

  /** No further item of the type starts anywhere; running items go on. Repeating the call changes nothing. Throws `not_found`. */
  async pause(actor: Actor, type: string): Promise<TypeSwitch> {
    const { database, events, pauses } = this.#parts;
    this.#allow(actor, type);
    const pause: TypePause = { type, paused_at: new Date().toISOString(), paused_by: actor.id };
    const { paused_at } = await database.typePauses.pause(pause);
    events.publish('type_pause', { type, paused: true });
    await pauses.refresh();
    if (paused_at === pause.paused_at) await this.#note('type.pause', actor, type);
    return { type, paused_at };
  }

  /** Items of the type start again, starting with those that have waited longest. Throws `not_found`. */
  async resume(actor: Actor, type: string): Promise<TypeSwitch> {
    const { database, events, pauses, turns } = this.#parts;
    this.#allow(actor, type);
    const was_paused = await database.typePauses.resume(type);
    // Sent even if the type was not paused: a process that missed an earlier message gets it now.
    events.publish('type_pause', { type, paused: false });
    await pauses.refresh();
    if (was_paused) {
      turns.pushForType(type);
      await this.#note('type.resume', actor, type);
    }
    return { type, paused_at: null };
  }

  #allow(actor: Actor, type: string): void {
    demand(actor, 'admin');
    if (!this.#parts.registry.has(type)) throw new Fault('not_found');
  }

  async #note(action: AuditAction, actor: Actor, type: string): Promise<void> {
    await this.#parts.audit.record({ action, actor, target: { type: 'task_type', id: type } });
  }
}
