import { type Document, operationsOf, type Response } from './document-types.ts';

/** Moves the faults that several calls share under `components`, so that the document stays small enough to read. */
export function shareFaults(document: Document): void {
  const shared: Record<string, Response> = {};
  const names = new Map<string, string>();
  for (const { responses } of operationsOf(document)) {
    for (const [status, response] of Object.entries(responses)) {
      if (Number(status) < 400) continue;
      const text = JSON.stringify(response);
      let name = names.get(text);
      if (!name) {
        const same = Object.keys(shared).filter((one) => one.startsWith(`Fault${status}`)).length;
        name = same === 0 ? `Fault${status}` : `Fault${status}_${same + 1}`;
        names.set(text, name);
        shared[name] = response;
      }
      responses[status] = { $ref: `#/components/responses/${name}` };
    }
  }
  document.components.responses = shared;
}
