import { randomUUID } from 'node:crypto';
import { SaxesParser } from 'saxes';
import { fromWire } from '../../../src/kernel/index.js';
import { Payouts } from '../../../src/modules/settlement/index.js';
import { SubmitPayout } from '../../../src/modules/settlement/submit-payout.js';
import { bearer, type TestApp } from '../../support/index.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import { asked, latest, ROUNDS, uuidOf } from '../payout-approvals/approvals-app.js';
import { bankBooks, get, idOf, payouts } from '../settlement/settlement-app.js';
import { FilesApp, hash, OURS, type Batch } from './files-app.js';

let files: FilesApp;
let app: TestApp;

beforeAll(async () => {
  files = await FilesApp.start();
  app = files.app;
});
afterAll(() => app.stop());
afterEach(() => jest.restoreAllMocks());

describe('a file of payouts', () => {
  it('is what the payouts of its currency leave in, and of no other', async () => {
    const routes = await files.app.sql('select currency, provider from payout_currencies where provider is not null');

    expect(routes).toEqual([{ currency: 'USD', provider: 'bankfile' }]);
  });

  it('takes the approved payouts of its currency along, each once; the bank is never called', async () => {
    const sellers = await files.waiting(2);
    const before = await latest(app, sellers[0] as ActiveSeller);
    const key = randomUUID();

    const made = await files.collect(key).expect(201);
    const replayed = await files.collect(key).expect(201);
    const refused = await files.collect().expect(409);
    for (const seller of sellers) await app.get(SubmitPayout).run(uuidOf(await latest(app, seller)));

    expect(before.state).toBe('approved');
    expect(made.body).toMatchObject({ payoutCount: 2, total: { amount: 18_000 }, debtorName: OURS.name });
    expect(replayed.body).toEqual(made.body);
    expect(refused.body.code).toBe('no_payouts_to_collect');
    for (const seller of sellers) {
      expect(await payouts(app, seller)).toMatchObject([{ state: 'submitted' }]);
      expect(await bankBooks(app, seller)).toEqual([]);
    }
  });

  it('is the same bytes at any time: after the seller, its account, our account and the day have changed', async () => {
    const [seller] = (await files.waiting(1, { displayName: 'A "quoted", <odd> & name' })) as [ActiveSeller];
    const made = await files.batch();
    const first = [await files.file(made.id, 'csv'), await files.file(made.id, 'xml')];

    const theirs = { holder: 'Somebody else', accountNumber: 'DE89370400440532013000', country: 'DE' };
    const path = `/v1/sellers/${seller.sellerId}/payout-account`;
    await app.http.put(path).set(bearer(seller.token)).set('If-Match', '"v1"').send(theirs).expect(200);
    await app.sql(`update payout_file_accounts set name = 'Another name'`);
    await app.advance('P1D');
    const second = [await files.file(made.id, 'csv'), await files.file(made.id, 'xml')];

    expect(second).toEqual(first);
    expect(first.map(hash)).toEqual([made.csvSha256, made.xmlSha256]);
    expect(await payouts(app, seller)).toMatchObject([{ state: 'submitted' }]);
    await files.route(true).expect(200);
    await files.returned(made.id, [seller, 'paid']);
  });

  it('is not made when the worker dies in the middle of it, and is whole when it is made again', async () => {
    const sellers = await files.waiting(2);
    const real = app.get(Payouts).takeAlong.bind(app.get(Payouts));
    let calls = 0;
    jest.spyOn(app.get(Payouts), 'takeAlong').mockImplementation(async (...given) => {
      calls += 1;
      if (calls === 2) throw new Error('the worker died');
      return real(...given);
    });

    await files.collect().expect(500);
    const between = await Promise.all(sellers.map((seller) => latest(app, seller)));
    jest.restoreAllMocks();
    const made = await files.batch();

    expect(between.map(({ state }) => state)).toEqual(['approved', 'approved']);
    expect(made).toMatchObject({ payoutCount: 2 });
    expect(hash(await files.file(made.id, 'csv'))).toBe(made.csvSha256);
  });

  it('as CSV names payee, account and amount of each payout', async () => {
    const [seller] = (await files.waiting(1, { displayName: '=A "quoted", odd name' })) as [ActiveSeller];
    const made = await files.batch();

    const [header, line, end] = (await files.file(made.id, 'csv')).split('\r\n');

    expect(header).toBe('end_to_end_id,creditor_name,creditor_account,creditor_country,amount,currency,execution_on');
    expect(line).toContain(`${await files.referenceOf(seller)},"'=A ""quoted"", odd name",`);
    expect(line).toContain(',90.00,USD,');
    expect(end).toBe('');
  });

  it('as pain.001.001.09 is well-formed, with sums and counts that agree', async () => {
    const sellers = await files.waiting(3, { displayName: 'Käse & <Wein> 商店' });
    const made = await files.batch();

    const texts = textsOf(await files.file(made.id, 'xml'));

    expect(texts.namespace).toBe('urn:iso:std:iso:20022:tech:xsd:pain.001.001.09');
    expect(texts.of('MsgId')).toEqual([fromWire('pba', made.id)?.replaceAll('-', '')]);
    expect(texts.of('NbOfTxs')).toEqual(['3', '3']);
    expect(texts.of('CtrlSum')).toEqual(['270.00', '270.00']);
    expect(texts.of('InstdAmt')).toEqual(['90.00', '90.00', '90.00']);
    expect([...texts.of('EndToEndId')].sort()).toEqual(
      (await Promise.all(sellers.map((seller) => files.referenceOf(seller)))).sort(),
    );
    expect(texts.of('Nm')).toEqual([OURS.name, OURS.name, ...sellers.map(() => 'Käse & <Wein> 商店')]);
    expect(texts.of('BICFI')).toEqual([OURS.bic]);
  });

  it('that was tampered with is not given out', async () => {
    await files.waiting(1);
    const made = await files.batch();
    const id = fromWire('pba', made.id);
    await app.sql('update payout_batch_items set amount = amount + 1 where batch_id = $1', [id]);

    const answer = await app.http
      .get(`/v1/finance/payout-batches/${made.id}/file.csv`)
      .set(bearer(files.finance.token))
      .expect(409);

    expect(answer.body.code).toBe('payout_file_differs');
    await app.sql('update payout_batch_items set amount = amount - 1 where batch_id = $1', [id]);
  });

  it('is for files.finance, and who looks at it is written down', async () => {
    const [seller] = (await files.waiting(1)) as [ActiveSeller];
    const made = await files.batch();
    await files.file(made.id, 'csv');

    for (const path of ['payout-batches', `payout-batches/${made.id}`, `payout-batches/${made.id}/file.xml`]) {
      await get(app, seller, `/v1/finance/${path}`).expect(403);
    }
    await asked(app, seller, 'payout-batches', { currency: 'USD' }).expect(403);
    const [entry] = await app.sql('select kind from audit_log where subject_id = $1', [made.id]);
    expect(entry).toEqual({ kind: 'payout_batch' });
    await asked(app, files.finance, 'payout-batches', { currency: 'JPY' }).expect(409);
  });

  it(`is one of two files asked for at once, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const sellers = await files.waiting(2);

      const answers = await Promise.all([files.collect(), files.collect(), files.collect()]);

      const counts = answers.filter(({ status }) => status === 201).map(({ body }) => (body as Batch).payoutCount);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2);
      const rows = await app.sql<{ n: number }>(
        `select count(*)::int as n from payout_batch_items where payout_id in
           (select id from payouts where seller_id = any($1::uuid[]))`,
        [sellers.map(idOf)],
      );
      expect(rows).toEqual([{ n: 2 }]);
    }
  });
});

/** The text of each element, by its name, in the order of the document. @throws Error when it is not well-formed */
function textsOf(xml: string): { namespace: string; of: (name: string) => string[] } {
  const found = new Map<string, string[]>();
  const open: { name: string; text: string }[] = [];
  let namespace = '';
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, uri }) => {
    namespace = uri;
    open.push({ name, text: '' });
  });
  parser.on('text', (text) => {
    const inner = open.at(-1);
    if (inner) inner.text += text;
  });
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed) found.set(closed.name, [...(found.get(closed.name) ?? []), closed.text]);
  });
  parser.write(xml).close();
  return { namespace, of: (name) => found.get(name) ?? [] };
}
