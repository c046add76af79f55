import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Announcements } from './announcements.ts';

test('what was said is gone after some seconds and on another page, and not with what is said in the same moment', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  mock.method(performance, 'now', () => now);
  const wait = (ms: number) => {
    now += ms;
    mock.timers.tick(ms);
  };
  try {
    const announcements = new Announcements();
    const said = () => announcements.said.map(({ text }) => text);
    announcements.say('The item runs again');
    announcements.say('Fox, completed');
    assert.deepEqual(said(), ['The item runs again', 'Fox, completed']);
    wait(2_000);
    announcements.say('Copied');
    const [first] = announcements.said;
    assert.deepEqual(said(), ['Copied']);
    wait(2_000);
    announcements.say('Copied');
    assert.deepEqual(said(), ['Copied']);
    assert.notEqual(announcements.said[0]?.id, first?.id, 'said again, it is read out again');
    wait(7_000);
    assert.deepEqual(said(), []);
    announcements.say('1 selected', 'picked');
    announcements.say('2 selected', 'picked');
    assert.deepEqual(said(), ['2 selected'], 'a newer number takes the place of the last one');
    wait(7_000);
    announcements.say('Copied');
    announcements.say('Fill this in.', 'fault');
    announcements.withdraw('fault');
    assert.deepEqual(said(), ['Copied'], 'what is corrected is no longer said');
    wait(7_000);
    announcements.say('Fill this in.');
    wait(2_000);
    announcements.say('The user was deleted');
    announcements.turn();
    assert.deepEqual(said(), ['The user was deleted'], 'what led to the other page is still read out');
    wait(2_000);
    announcements.turn();
    assert.deepEqual(said(), []);
  } finally {
    mock.timers.reset();
    mock.restoreAll();
  }
});
