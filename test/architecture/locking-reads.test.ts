import { declaredStatements } from '../../src/platform/database/index.js';
import { startApp, type TestApp } from '../support/index.js';

/** A lock that is waited for. */
const ROW_LOCK = /\bfor (?:no key update|update|share)\b(?!(?: of \w+)? skip locked)/i;
/** A look at other rows than the locked ones; lists of parameters have no past. */
const OTHER_ROWS = /\bjoin (?!unnest\b|lines\b|locked\b)|\(\s*select\b|\bexists\s*\(/i;

/** Why it does no harm that they read other rows as they were when the wait for the lock began. */
const HARMLESS = new Map([
  ['affiliates.lock-referral', 'the terms of a version never change'],
  ['companies.reserve-credit', 'the member is locked, the line is updated: both are as they have become'],
  ['identity.lock-refresh-token', 'both tables are locked; a role that is granted meanwhile comes with the next token'],
  ['inventory.consume', 'the lines of a reservation never change'],
  ['inventory.free', 'the lines of a reservation never change'],
  ['inventory.reserve', 'the lines are parameters'],
  ['inventory.reserve_again', 'the lines of a reservation never change'],
  ['inventory.restock', 'the lines are parameters'],
  ['payments.ask-refund-again', 'the attempt of a refund stays its attempt'],
  ['payments.begin-authorisation', 'an attempt that is not seen is met by its unique key'],
  ['payments.begin-refund', 'an attempt that is not seen is met by its unique key, and whoever made it asks'],
  ['payments.lock-attempt', 'both tables are locked'],
  ['payments.lock-part', 'the currency of a payment never changes'],
  ['payments.lock-parts', 'the currency of a payment never changes'],
  ['payments.lock-refund', 'what is read of payment and part is written before there is a refund'],
  ['payments.lock-refunds-on-the-way', 'an attempt that is thought open is looked up; none is opened while overtaken'],
  ['payments.mark-unknown', 'what is read is locked'],
  ['settlement.due-earnings', 'a block moves the earning out of the state that is asked for'],
  ['settlement.release-lots', 'what is read is of the lots that are locked, and whose they are never changes'],
  ['settlement.stopped-earning', 'a block that is not seen has moved the earning, and there is nothing to stop'],
  ['subscriptions.lock', 'a plan never changes'],
  ['subscriptions.lock-current', 'a plan never changes'],
]);

/** Who waits for a row gets it as it has become, and everything else as it was when the statement began. */
describe('a statement that locks rows', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it('reads nothing else, or what cannot have changed', () => {
    const readers = [...declaredStatements()]
      // Moves of a lifecycle are one text, declared when it is first used; it joins its own parameters.
      .filter(([name, text]) => !name.startsWith('lifecycle.') && ROW_LOCK.test(text) && OTHER_ROWS.test(text))
      .map(([name]) => name);

    expect(readers.sort()).toEqual([...HARMLESS.keys()].sort());
  });
});
