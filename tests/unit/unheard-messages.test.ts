import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnheardMessages } from '../../src/data/redis/unheard-messages.ts';
import { waitFor } from '../support/wait-for.ts';

/** Answers the questions for listeners one after another, when it is told to. */
class Asked {
  readonly sent: number[] = [];
  readonly questions: ((listeners: number | null) => void)[] = [];
  readonly messages = new UnheardMessages<{ n: number }>({
    listeners: () => new Promise((resolve) => this.questions.push(resolve)),
    send: ({ n }) => this.sent.push(n),
  });

  async answer(listeners: number | null): Promise<void> {
    await waitFor(() => this.questions.length > 0);
    this.questions.shift()?.(listeners);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('nothing is held until a publication has reached nobody', () => {
  const { messages } = new Asked();
  assert.equal(messages.hold({ n: 1 }), false);
  messages.heardBy(1);
  assert.equal(messages.hold({ n: 1 }), false);
  messages.heardBy(0);
  assert.equal(messages.hold({ n: 1 }), true);
});

test('what is held is dropped if still nobody listens, but not what was added after the question', async () => {
  const asked = new Asked();
  const { messages, sent, questions } = asked;
  messages.heardBy(0);
  messages.hold({ n: 1 });
  await waitFor(() => questions.length > 0);
  messages.hold({ n: 2 });
  await asked.answer(0);
  assert.deepEqual(sent, []);
  await asked.answer(1);
  assert.deepEqual(sent, [2]);
  assert.equal(messages.hold({ n: 3 }), false);
});

test('with a listener, or if that is unknown, everything is sent in order, as it was when it was held', async () => {
  for (const listeners of [1, null]) {
    const asked = new Asked();
    const { messages, sent, questions } = asked;
    messages.heardBy(0);
    const message = { n: 1 };
    messages.hold(message);
    message.n = 9;
    messages.hold({ n: 2 });
    await waitFor(() => questions.length > 0);
    messages.hold({ n: 3 });
    await asked.answer(listeners);
    assert.deepEqual(sent, [1, 2, 3]);
  }
});

test('an answer that comes after they were sent drops none of the later ones', async () => {
  const asked = new Asked();
  const { messages, sent, questions } = asked;
  messages.heardBy(0);
  messages.hold({ n: 1 });
  await waitFor(() => questions.length > 0);
  messages.heardBy(1);
  messages.heardBy(0);
  messages.hold({ n: 2 });
  await asked.answer(0);
  messages.sendAll();
  assert.deepEqual(sent, [1, 2]);
});

test('what is held is sent at once when a later publication is heard, and at the end', async () => {
  const { messages, sent, questions } = new Asked();
  messages.heardBy(0);
  messages.hold({ n: 1 });
  messages.heardBy(2);
  assert.deepEqual(sent, [1]);
  messages.heardBy(0);
  messages.hold({ n: 2 });
  messages.sendAll();
  assert.deepEqual([sent, questions.length], [[1, 2], 0]);
});
