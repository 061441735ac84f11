import { reasonOf } from '../../../src/platform/database/reason-of.js';

describe('why a database cannot be reached', () => {
  it.each([
    [new Error('no route'), 'no route'],
    [new AggregateError([new Error('refused ::1'), new Error('refused 127.0.0.1')]), 'refused ::1, refused 127.0.0.1'],
    [new AggregateError([new Error('refused'), new Error('refused')], 'all of them'), 'all of them, refused'],
    [new AggregateError([]), 'AggregateError'],
  ])('is told for every address, and never with an empty line', (error, reason) => {
    expect(reasonOf(error)).toBe(reason);
  });
});
