import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TopicListeners } from '../../../src/runtime/topic-listeners.ts';

interface Messages {
  word: string;
  number: { value: number };
}

test('a message reaches the listeners of its topic, each as often as it was added', () => {
  const listeners = new TopicListeners<Messages>(assert.ifError);
  const heard: unknown[] = [];
  const listener = (message: unknown) => heard.push(message);
  listeners.deliver('word', 'nobody');
  const end = listeners.add('word', listener);
  listeners.add('word', listener);
  listeners.add('number', listener);
  listeners.deliver('word', 'a');
  end();
  end();
  listeners.deliver('word', 'b');
  listeners.deliver('number', { value: 1 });
  assert.deepEqual(heard, ['a', 'a', 'b', { value: 1 }]);
});

test('a listener that throws is reported and stops no other', () => {
  const faults: unknown[] = [];
  const listeners = new TopicListeners<Messages>((error, topic) =>
    faults.push([(error as Error).message, topic]),
  );
  const heard: string[] = [];
  listeners.add('word', () => {
    throw new Error('broken');
  });
  listeners.add('word', (word) => heard.push(word));
  listeners.deliver('word', 'a');
  assert.deepEqual([heard, faults], [['a'], [['broken', 'word']]]);
});

test('topics are those that somebody listens to', () => {
  const listeners = new TopicListeners<Messages>(assert.ifError);
  const end = listeners.add('word', () => {});
  listeners.add('number', () => {});
  assert.deepEqual([listeners.topics, listeners.has('word')], [['word', 'number'], true]);
  end();
  assert.deepEqual([listeners.topics, listeners.has('word')], [['number'], false]);
  listeners.clear();
  assert.deepEqual(listeners.topics, []);
});
