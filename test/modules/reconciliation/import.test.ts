import { randomUUID } from 'node:crypto';
import { toWire } from '../../../src/kernel/index.js';
import { bearer } from '../../support/index.js';
import { buyer } from '../../support/world.identity.js';
import { get } from '../../support/world.orders.js';
import { CAMT_08 } from './fixtures.js';
import { Books, type FileBody, type ItemBody } from './reconciliation-app.js';

let books: Books;
let bank: string;

beforeAll(async () => {
  books = await Books.open();
  bank = await books.opened('house-bank', 'bank');
});
afterAll(() => books.app.stop());

const HEADING = 'entry_id,value_date,amount,currency,text';
const csv = (...lines: string[]): string => [HEADING, ...lines, ''].join('\n');
const debits = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `d-${from + i},2026-03-04,-${from + i + 1}.00,EUR,a line of it`);

describe('a file', () => {
  it('of 5,000 lines is taken in as it comes, once', async () => {
    const account = await books.opened('large-bank', 'bank');
    const file = csv(...debits(0, 5_000));

    const first = await books.upload(account, 'format=bank_csv', file);
    const again = await books.upload(account, 'format=bank_csv', file);

    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      lines: 5_000,
      added: 5_000,
      known: 0,
      matched: 0,
      breaks: 5_000,
      isRepeated: false,
    });
    expect(again.body).toEqual({ ...first.body, isRepeated: true });
  });

  it('that overlaps another adds what is new; a line that is in it twice is one', async () => {
    const account = await books.opened('overlapping', 'bank');
    await books.upload(account, 'format=bank_csv', csv(...debits(0, 10)));

    const { body } = await books.upload(account, 'format=bank_csv', csv(...debits(5, 15), ...debits(14, 15)));

    expect(body).toMatchObject({ lines: 11, added: 5, known: 6, isRepeated: false });
    const lines = await get<{ data: ItemBody[] }>(
      books.app,
      books.finance.token,
      `/v1/finance/reconciliation/files/${(body as FileBody).id}/lines`,
    );
    expect(lines.data.map(({ externalId, status }) => [externalId, status])).toEqual(
      [10, 11, 12, 13, 14].map((number) => [`d-${number}`, 'missing_internal']),
    );
  });

  it('that says something else of a line is refused as a whole', async () => {
    const account = await books.opened('contradicting', 'bank');
    await books.upload(account, 'format=bank_csv', csv(...debits(0, 3)));
    const before = await books.counts();

    const other = csv('d-8,2026-03-04,-1.00,EUR,new', 'd-1,2026-03-04,-9.00,EUR,another amount');
    const answer = await books.upload(account, 'format=bank_csv', other);
    const itself = csv('e-1,2026-03-04,-1.00,EUR,x', 'e-1,2026-03-04,-2.00,EUR,x');
    const within = await books.upload(account, 'format=bank_csv', itself);

    expect([answer.status, answer.body.code]).toEqual([409, 'statement_contradicts']);
    expect(answer.body.detail).toContain('Line 3');
    expect([within.status, within.body.code]).toEqual([409, 'statement_contradicts']);
    expect(await books.counts()).toEqual(before);
  });

  it('that comes in five times at once is taken in once', async () => {
    const account = await books.opened('concurrent', 'bank');
    const file = csv('u-1,2026-03-04,77.00,EUR,who is that', ...debits(0, 100));

    const answers = await Promise.all(Array.from({ length: 5 }, () => books.upload(account, 'format=bank_csv', file)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers.filter(({ body }) => !(body as FileBody).isRepeated)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => (body as FileBody).id)).size).toBe(1);
    const [row] = await books.app.sql(
      `select count(*)::int as items, count(booked_journal_id)::int as booked from reconciliation_items
        where file_id = (select id from reconciliation_files where lines = 101)`,
    );
    expect(row).toEqual({ items: 101, booked: 1 });
    expect(await books.journalsOf('bank_receipt')).toHaveLength(1);
    expect(await books.balanceOf('unapplied_receipts', 'EUR')).toBe(-7_700);
  });

  it('and others that overlap it, all at once, have each line once', async () => {
    const account = await books.opened('overlapping-at-once', 'bank');
    const files = [0, 20, 40, 60].map((from) => csv(...debits(from, from + 50)));

    const answers = await Promise.all(files.map((file) => books.upload(account, 'format=bank_csv', file)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers.reduce((sum, { body }) => sum + (body as FileBody).added, 0)).toBe(110);
  });

  it.each([
    ['cannot be read', 'format=bank_csv', csv('a,2026-03-04,x,EUR,'), 422, 'statement_malformed'],
    ['is empty', 'format=bank_csv', '', 422, 'statement_malformed'],
    ['is of a provider', 'format=balance_csv', csv(), 422, 'format_not_of_account'],
    ['has no format', '', csv(), 422, 'validation_failed'],
    ['has an unknown format', 'format=pdf', csv(), 422, 'validation_failed'],
  ])('that %s changes nothing', async (_what, query, file, status, code) => {
    const before = await books.counts();

    const answer = await books.upload(bank, query, file);

    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await books.counts()).toEqual(before);
  });

  it('says where it cannot be read', async () => {
    const answer = await books.upload(bank, 'format=bank_csv', csv(...debits(0, 2), 'x,2026-03-04,1.005,EUR,'));

    expect(answer.body.detail).toBe('The file cannot be read: line 4, column 3: not_an_amount.');
  });

  it('is no JSON and no other type, and files are taken nowhere else', async () => {
    const { app, finance } = books;
    const path = `/v1/finance/reconciliation/accounts/${bank}/files?format=bank_csv`;

    const json = await app.http.post(path).set(bearer(finance.token)).send({});
    const plain = await books.upload(bank, 'format=bank_csv', csv(), 'text/plain');
    const elsewhere = await app.http
      .post('/v1/finance/reconciliation/accounts')
      .set(bearer(finance.token))
      .set('Content-Type', 'text/csv')
      .send(csv());

    expect([json.status, json.body.code]).toEqual([400, 'file_expected']);
    expect([plain.status, elsewhere.status]).toEqual([415, 415]);
  });

  it('larger than 32 MiB is refused', async () => {
    const answer = await books.upload(
      bank,
      'format=bank_csv',
      Buffer.concat([Buffer.from(csv()), Buffer.alloc(33_554_432, '\n')]),
    );

    expect([answer.status, answer.body.code]).toEqual([422, 'statement_too_large']);
  });

  it('is taken from finance only, for accounts that exist', async () => {
    const stranger = await buyer(books.app);
    const before = await books.counts();

    const refused = await books.upload(bank, 'format=bank_csv', csv(...debits(0, 1)), 'text/csv', stranger.token);
    const unknown = await books.upload(toWire('rac', randomUUID()), 'format=bank_csv', csv());

    expect([refused.status, unknown.status]).toEqual([403, 404]);
    expect(await books.counts()).toEqual(before);
  });
});

describe('a statement of camt.053', () => {
  it('of the account is taken in; one of another account is not', async () => {
    const own = await books.opened('own-iban', 'bank', { identification: 'DE89370400440532013000' });
    const other = await books.opened('other-iban', 'bank', { identification: 'DE02120300000000202051' });

    const taken = await books.upload(own, 'format=camt_053', CAMT_08, 'application/xml');
    const refused = await books.upload(other, 'format=camt_053', CAMT_08, 'application/xml');

    expect(taken.body).toMatchObject({
      lines: 3,
      added: 3,
      waiting: 1,
      breaks: 2,
      balances: [{ currency: 'EUR', opening: { amount: 1_250_000 }, closing: { amount: 1_262_349 } }],
    });
    expect([refused.status, refused.body.code]).toEqual([422, 'statement_of_other_account']);
  });

  it.each([
    ['whose lines do not make its closing balance', CAMT_08.replace('12623.49', '12623.50'), 'statement_unbalanced'],
    ['without its closing balance', CAMT_08.replace('CLBD', 'ITAV'), 'statement_without_balance'],
    ['with a bomb of entities', `<!DOCTYPE x [<!ENTITY a "aa">]>${CAMT_08}`, 'statement_malformed'],
  ])('%s changes nothing', async (_what, file, code) => {
    const account = await books.opened(`refusing-${code.replaceAll('_', '-')}`.slice(0, 40), 'bank');
    const before = await books.counts();

    const answer = await books.upload(account, 'format=camt_053', file, 'application/xml');

    expect([answer.status, answer.body.code]).toEqual([422, code]);
    expect(await books.counts()).toEqual(before);
  });
});

describe('a break', () => {
  const breaksOf = (account: string): Promise<ItemBody[]> => books.breaks(`&accountId=${account}`);
  const act = (item: ItemBody | undefined, path: string, body: object) =>
    books.app.http
      .post(`/v1/finance/reconciliation/breaks/${item?.id ?? ''}/${path}`)
      .set(bearer(books.finance.token))
      .set('Idempotency-Key', randomUUID())
      .send(body);

  it('is somebody’s, and is ignored with a reason', async () => {
    const account = await books.opened('ignoring', 'bank');
    await books.upload(account, 'format=bank_csv&encoding=windows-1252', csv(...debits(40, 41)));
    const [found] = await breaksOf(account);

    const assigned = await act(found, 'assignment', {});
    const unknown = await act(found, 'assignment', { assigneeId: toWire('usr', randomUUID()) });
    const mine = await books.breaks(`&assigneeId=${books.finance.userId}`);
    const nameless = await act(found, 'ignored', {});
    const ignored = await act(found, 'ignored', { reason: 'Bank charges of a test account.' });
    const again = await act(found, 'ignored', { reason: 'Once more.' });

    expect(assigned.body).toMatchObject({ assigneeId: books.finance.userId });
    expect([unknown.status, nameless.status]).toEqual([404, 422]);
    expect(mine.map(({ id }) => id)).toEqual([found?.id]);
    expect(ignored.body).toMatchObject({ status: 'ignored_with_reason', resolution: 'ignored' });
    expect([again.status, again.body.code]).toEqual([409, 'break_closed']);
    expect(await breaksOf(account)).toEqual([]);
  });

  it('of an unknown credit is booked at once and becomes a settlement when somebody says so, once', async () => {
    const account = await books.opened('settling', 'bank');
    const heading = 'Buchungsnummer;Valuta;Betrag;Währung;Verwendungszweck';
    await books.upload(account, 'format=bank_csv_de', `${heading}\ns-1;04.03.2026;126,50;USD;card money\n`);
    const clearing = await books.balanceOf('psp_clearing');
    const [unknown] = await breaksOf(account);
    const before = await books.balanceOf('unapplied_receipts');

    const nameless = await act(unknown, 'resolution', { resolution: 'provider_settlement' });
    const unfit = await act(unknown, 'resolution', { resolution: 'revenue_sweep' });
    const resolved = await act(unknown, 'resolution', { resolution: 'provider_settlement', reference: 'st_by_hand_1' });
    const again = await act(unknown, 'resolution', { resolution: 'provider_settlement', reference: 'st_by_hand_1' });

    expect(unknown).toMatchObject({ status: 'missing_internal', bookedJournalId: expect.stringMatching(/^jnl_/) });
    expect(before).toBe(-12_650);
    expect([nameless.status, unfit.body.code, again.body.code]).toEqual([422, 'resolution_unfit', 'break_closed']);
    expect(resolved.body).toMatchObject({ status: 'matched', resolution: 'provider_settlement' });
    expect(await books.balanceOf('unapplied_receipts')).toBe(0);
    expect(await books.balanceOf('psp_clearing')).toBe(clearing - 12_650);
  });

  it('of revenue that left is booked only as far as it was earned', async () => {
    const account = await books.opened('sweeping', 'bank');
    await books.upload(account, 'format=bank_csv', csv('w-1,2026-03-04,-500.00,USD,to our own account'));
    const [found] = await breaksOf(account);
    const before = await books.counts();

    const answer = await act(found, 'resolution', { resolution: 'revenue_sweep' });

    expect([answer.status, answer.body.code]).toEqual([409, 'revenue_not_earned']);
    expect(await books.counts()).toEqual(before);
    expect(await breaksOf(account)).toMatchObject([{ status: 'missing_internal' }]);
  });
});
