import { servedOperations, type ServedOperation } from '../support/contract.operations.js';
import { startApp, type TestApp } from '../support/index.js';

const READS = 'computes an answer and keeps nothing';
const EVENT = 'an event has an id of its sender’s, and counts once';
const FILE = 'a file is known by its bytes and its lines; the same again changes nothing';

/** POSTs that take no `Idempotency-Key`, because the same request again doubles nothing; why. */
const TAKES_NO_KEY: Readonly<Record<string, string>> = {
  feeSimulation_run: READS,
  rules_validate: READS,
  bankEvents_take: EVENT,
  providerEvents_sandbox: EVENT,
  stripeEvents_take: EVENT,
  carrierEvents_receive: EVENT,
  reconciliation_take: FILE,
  statusReports_take: FILE,
  sandboxStatements_take: FILE,
  balanceReports_fetch: 'a day of reports is there once, and its lines are known',
  reconciliationBreaks_assign: 'says who looks after a break: the same again says the same',
  debtCollections_lookUp: 'looks up what became of a collection at its provider',
  payments_actionResult: 'looks up what became of a payment at its provider',
  sessions_create: 'a second session is not value, and an answer with credentials is not kept',
  sessions_renew: 'a refresh token works once, and knows of a repetition itself',
};

describe('POSTs', () => {
  let app: TestApp;
  let posts: ServedOperation[];

  beforeAll(async () => {
    app = await startApp();
    posts = [...(await servedOperations(app)).values()].filter(({ method }) => method === 'post');
  });

  afterAll(() => app.stop());

  it('take an Idempotency-Key, but for those that double nothing, each with its reason', () => {
    const without = posts.filter(({ parameters }) => !parameters.some(({ name }) => name === 'Idempotency-Key'));

    expect(posts.length).toBeGreaterThan(100);
    expect(without.map(({ id }) => id).sort()).toEqual(Object.keys(TAKES_NO_KEY).sort());
  });
});
