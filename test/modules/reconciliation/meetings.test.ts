import { randomUUID } from 'node:crypto';
import { MatchLines } from '../../../src/modules/reconciliation/match-lines.js';
import { bearer } from '../../support/index.js';
import { onStage } from '../../prove/locks/stage.js';
import { Books, type ItemBody } from './reconciliation-app.js';

let books: Books;
const stage = onStage();

beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.app.stop());

const bankFile = (...lines: string[]): string => ['entry_id,value_date,amount,currency,text', ...lines, ''].join('\n');
const taken = async (account: string, format: string, file: string): Promise<unknown[]> => {
  const { status, body } = await books.upload(account, `format=${format}`, file);
  return [status, (body as { code?: string }).code];
};

describe('two files of one account', () => {
  it('that come in at once and contradict each other are not both taken in', async () => {
    const account = await books.opened('contradicting', 'bank');
    const take = (amount: string) => () =>
      taken(account, 'bank_csv', bankFile(`m-1,2026-03-04,-${amount},EUR,the same line`));

    const { met, outcomes } = await stage.meet(
      books.app,
      { statement: 'reconciliation.contradiction', stop: 'after' },
      take('1.00'),
      take('2.00'),
    );

    expect(met).toBe(true);
    expect(outcomes).toEqual([
      [200, undefined],
      [409, 'statement_contradicts'],
    ]);
    const [row] = await books.app.sql(`select amount::int from reconciliation_items where external_id = 'm-1'`);
    expect(row).toEqual({ amount: -100 });
  });
});

describe('lines and entries that are found to be the same', () => {
  it('are so once, and nobody who looks at the same time fails', async () => {
    const account = await books.opened('a-balance', 'provider');
    const header = 'transaction_id,type,created,currency,gross,fee,net,source_id,reference';
    const file = [header, 'm-fee,fee,2026-03-04,USD,-2.00,0.00,-2.00,fee_1,', ''].join('\n');

    const { met, outcomes } = await stage.meet<unknown>(
      books.app,
      { statement: 'reconciliation.pair-by-source', stop: 'after' },
      () => taken(account, 'balance_csv', file),
      () => books.app.get(MatchLines).run(),
    );

    expect(met).toBe(true);
    expect(outcomes).toEqual([[200, undefined], undefined]);
    const matches = await books.app.sql(
      `select i.status, count(e)::int as entries from reconciliation_items i
         join reconciliation_matched_entries e using (match_id) where i.external_id = 'm-fee' group by 1`,
    );
    expect(matches).toEqual([{ status: 'matched', entries: 1 }]);
  });
});

describe('a break', () => {
  const act = (item: ItemBody, path: string, body: object) => async (): Promise<unknown[]> => {
    const answer = await books.app.http
      .post(`/v1/finance/reconciliation/breaks/${item.id}/${path}`)
      .set(bearer(books.finance.token))
      .set('Idempotency-Key', randomUUID())
      .send(body);
    return [answer.status, answer.body.code];
  };

  it('that is closed while somebody wants to look after it is nobody’s', async () => {
    const account = await books.opened('closing', 'bank');
    await books.upload(account, 'format=bank_csv', bankFile('m-2,2026-03-04,-1.00,EUR,charges')).expect(200);
    const [found] = (await books.breaks(`&accountId=${account}`)) as [ItemBody];

    const { met, outcomes } = await stage.meet(
      books.app,
      { statement: 'reconciliation.decide', stop: 'after' },
      act(found, 'ignored', { reason: 'Charges of a test account.' }),
      act(found, 'assignment', {}),
    );

    expect(met).toBe(true);
    expect(outcomes).toEqual([
      [200, undefined],
      [409, 'break_closed'],
    ]);
    const [row] = await books.app.sql(
      `select status, assigned_to as "assignedTo" from reconciliation_items where external_id = 'm-2'`,
    );
    expect(row).toEqual({ status: 'ignored_with_reason', assignedTo: null });
  });
});
