import { fromWire } from '../../../src/kernel/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import { latest, ROUNDS, stateOf } from '../payout-approvals/approvals-app.js';
import { balance, get, journalKinds } from '../settlement/settlement-app.js';
import { FilesApp, type Batch } from './files-app.js';

let files: FilesApp;
let app: TestApp;

beforeAll(async () => {
  files = await FilesApp.start();
  app = files.app;
});
afterAll(() => app.stop());

const referenceOf = (batch: Batch): string => (fromWire('pba', batch.id) as string).replaceAll('-', '');
const tag = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${text}</${name}>`;
const reasonTag = (code?: string): string => (code ? `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn></StsRsnInf>` : '');

interface Said {
  readonly id?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly version?: string;
  readonly about?: string;
  readonly count?: string;
  readonly sum?: string;
}

type Transfer = readonly [seller: ActiveSeller, status: string, reason?: string, amount?: string];

/** A pain.002 about a batch, as a bank writes it. */
async function report(batch: Batch, said: Said, ...transfers: readonly Transfer[]): Promise<string> {
  const { id = `bank-${batch.id}`, status, reason, version = '10', about = referenceOf(batch), count, sum } = said;
  const lines = transfers.map(
    async ([seller, of, why, amount]) =>
      `<TxInfAndSts><StsId>s1</StsId><OrgnlEndToEndId>${await files.referenceOf(seller)}</OrgnlEndToEndId>` +
      `<TxSts>${of}</TxSts>${reasonTag(why)}` +
      (amount ? `<OrgnlTxRef><Amt><InstdAmt Ccy="USD">${amount}</InstdAmt></Amt></OrgnlTxRef>` : '') +
      '</TxInfAndSts>',
  );
  const payment =
    transfers.length === 0
      ? ''
      : `<OrgnlPmtInfAndSts>${tag('OrgnlPmtInfId', referenceOf(batch))}${(await Promise.all(lines)).join('\n')}</OrgnlPmtInfAndSts>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.${version}"><CstmrPmtStsRpt>
<GrpHdr>${tag('MsgId', id)}<CreDtTm>2026-11-23T08:00:00Z</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts>${tag('OrgnlMsgId', about)}<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>
${tag('OrgnlNbOfTxs', count)}${tag('OrgnlCtrlSum', sum)}${tag('GrpSts', status)}${reasonTag(reason)}</OrgnlGrpInfAndSts>
${payment}</CstmrPmtStsRpt></Document>`;
}

const send = (batch: Pick<Batch, 'id'>, content: string | Buffer, token = files.finance.token) =>
  app.http
    .post(`/v1/finance/payout-batches/${batch.id}/status-reports`)
    .set(bearer(token))
    .set('Content-Type', 'application/xml')
    .send(content);

const statesOf = (...sellers: readonly ActiveSeller[]) =>
  Promise.all(sellers.map(async (seller) => (await latest(app, seller)).state));

describe('a status report of a bank', () => {
  it('that accepts some and rejects others settles each by its reason', async () => {
    const [taken, paid, closed, passing, ours] = (await files.waiting(5)) as [
      ActiveSeller,
      ActiveSeller,
      ActiveSeller,
      ActiveSeller,
      ActiveSeller,
    ];
    const batch = await files.batch();

    const answer = await send(
      batch,
      await report(
        batch,
        { status: 'PART', count: String(batch.payoutCount), sum: (batch.total.amount / 100).toFixed(2) },
        [taken, 'ACSP', undefined, '90.00'],
        [paid, 'ACSC'],
        [closed, 'RJCT', 'AC04', '90.00'],
        [passing, 'RJCT', 'AM04'],
        [ours, 'RJCT', 'AC05'],
      ),
    );

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ groupStatus: 'PART', isRepeated: false, applied: 5 });
    expect(await statesOf(taken, paid, closed, passing, ours)).toEqual([
      'in_transit',
      'paid',
      'failed',
      'failed',
      'failed',
    ]);
    const accounts = await Promise.all(
      [closed, passing, ours].map((seller) => get(app, seller, `/v1/sellers/${seller.sellerId}/payout-account`)),
    );
    expect(accounts.map(({ body }) => (body as { state: string }).state)).toEqual(['disabled', 'active', 'active']);
    expect(await balance(app, closed)).toMatchObject({ available: 9_000, inTransit: 0 });
    expect(await balance(app, paid)).toMatchObject({ available: 0, inTransit: 0 });
  });

  it('that takes the whole file sends all of it on its way, and leaves who was rejected as it is', async () => {
    const [one, two, wrong] = (await files.waiting(3)) as [ActiveSeller, ActiveSeller, ActiveSeller];
    const batch = await files.batch();

    const answer = await send(batch, await report(batch, { status: 'ACCP', version: '03' }, [wrong, 'RJCT', 'AC01']));

    expect(answer.body).toMatchObject({
      applied: 3,
      lines: [{ line: 1, outcome: 'applied' }, { outcome: 'applied' }, { outcome: 'applied' }],
    });
    expect(await statesOf(one, two, wrong)).toEqual(['in_transit', 'in_transit', 'failed']);
  });

  it('that rejects the whole file blames no account: all of it is tried again', async () => {
    const [one, two] = (await files.waiting(2)) as [ActiveSeller, ActiveSeller];
    const batch = await files.batch();

    await send(batch, await report(batch, { status: 'RJCT', reason: 'AC01' })).expect(200);

    expect(await latest(app, one)).toMatchObject({ state: 'failed', failureCode: 'AC01' });
    const accounts = await Promise.all(
      [one, two].map((seller) => get(app, seller, `/v1/sellers/${seller.sellerId}/payout-account`)),
    );
    expect(accounts.map(({ body }) => (body as { state: string }).state)).toEqual(['active', 'active']);
    expect(await balance(app, one)).toMatchObject({ available: 9_000, inTransit: 0 });
    await app.advance('PT1H');
    expect(await latest(app, one)).toMatchObject({ state: 'approved', attempt: 2 });
  });

  it.each(['RCVD', 'PDNG', 'PART'])('that says %s of the whole file says nothing of a payout', async (status) => {
    const [seller] = (await files.waiting(1)) as [ActiveSeller];
    const batch = await files.batch();

    const answer = await send(batch, await report(batch, { status }));

    expect(answer.body).toMatchObject({ groupStatus: status, applied: 0, lines: [] });
    expect(await statesOf(seller)).toEqual(['submitted']);
  });

  it('comes again without effect, and in further reports each news counts once', async () => {
    const [seller] = (await files.waiting(1)) as [ActiveSeller];
    const batch = await files.batch();
    const first = await report(batch, { id: 'r1' }, [seller, 'ACSP']);

    const answers = [
      await send(batch, first),
      await send(batch, first),
      await send(batch, await report(batch, { id: 'r2' }, [seller, 'ACSP'])),
      await send(batch, await report(batch, { id: 'r3' }, [seller, 'ACCC'])),
      await send(batch, await report(batch, { id: 'r4' }, [seller, 'ACSP'], [seller, 'ACSC'])),
    ];

    expect(answers.map(({ body }) => [body.isRepeated, body.applied])).toEqual([
      [false, 1],
      [true, 0],
      [false, 0],
      [false, 1],
      [false, 0],
    ]);
    expect(await statesOf(seller)).toEqual(['paid']);
    expect(await journalKinds(app, seller)).toContainEqual({ kind: 'paid', count: 1 });
  });

  it('is not believed about another amount, or a payout of another file', async () => {
    const [seller, other] = (await files.waiting(2)) as [ActiveSeller, ActiveSeller];
    const batch = await files.batch();
    const [stranger] = (await files.waiting(1)) as [ActiveSeller];
    const before = [await stateOf(app, seller), await stateOf(app, stranger)];

    const answer = await send(
      batch,
      await report(
        batch,
        { status: 'PART' },
        [seller, 'RJCT', 'AC04', '90.01'],
        [seller, 'ACSC', undefined, '9e1'],
        [stranger, 'ACSC'],
        [other, 'XXXX'],
      ),
    );

    expect((answer.body as { lines: { outcome: string }[] }).lines.map(({ outcome }) => outcome)).toEqual([
      'mismatch',
      'mismatch',
      'unknown_payout',
      'unreadable',
    ]);
    expect([await stateOf(app, seller), await stateOf(app, stranger)]).toEqual(before);
  });

  it(`that comes twice at once is applied once, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [one, two] = (await files.waiting(2)) as [ActiveSeller, ActiveSeller];
      const batch = await files.batch();
      const content = await report(batch, { status: 'ACSC' });

      const answers = await Promise.all([send(batch, content), send(batch, content), send(batch, content)]);

      expect(answers.map(({ body }) => body.applied).sort()).toEqual([0, 0, batch.payoutCount]);
      expect(await statesOf(one, two)).toEqual(['paid', 'paid']);
    }
  });
});

describe('a damaged status report', () => {
  const open = '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10">';

  it.each([
    ['nothing', ''],
    ['no XML', 'end_to_end_id,status\n1,paid'],
    ['half a file', `${open}<CstmrPmtStsRpt><GrpHdr><MsgId>1</MsgId>`],
    ['crossed tags', `${open}<CstmrPmtStsRpt><GrpHdr></CstmrPmtStsRpt></GrpHdr></Document>`],
    ['a document type', `<!DOCTYPE x [<!ENTITY e "AC04">]>${open}</Document>`],
    ['another message', '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"></Document>'],
    ['no report', `${open}<CstmrPmtStsRpt><GrpHdr><MsgId>1</MsgId></GrpHdr></CstmrPmtStsRpt></Document>`],
    ['another encoding', Buffer.from([0x3c, 0xff, 0xc3, 0x28])],
    ['an unread encoding', '<?xml version="1.0" encoding="EBCDIC-CP-DE"?><a/>'],
  ])('is refused when it holds %s', async (_what, content) => {
    const [seller] = (await files.waiting(1)) as [ActiveSeller];
    const batch = await files.batch();
    const before = await stateOf(app, seller);

    const answer = await send(batch, content);

    expect([answer.status, answer.body.code]).toEqual([422, 'status_report_unreadable']);
    expect(await stateOf(app, seller)).toEqual(before);
  });

  it('is refused as a whole when it is not about the file as it was made', async () => {
    const [one, two] = (await files.waiting(2)) as [ActiveSeller, ActiveSeller];
    const batch = await files.batch();
    const before = [await stateOf(app, one), await stateOf(app, two)];

    const answers = [
      await send(batch, await report(batch, { status: 'ACSC', about: 'another' })),
      await send(batch, await report(batch, { status: 'ACSC', count: String(batch.payoutCount + 1) })),
      await send(batch, await report(batch, { status: 'ACSC', sum: '1.01' })),
      await send(batch, await report(batch, { status: 'RJCT' }, [one, 'ACSC'])),
    ];

    for (const { status, body } of answers) expect([status, body.code]).toEqual([409, 'status_report_contradicts']);
    expect([await stateOf(app, one), await stateOf(app, two)]).toEqual(before);
    expect(
      await app.sql('select * from payout_status_reports where batch_id = $1', [fromWire('pba', batch.id)]),
    ).toEqual([]);
  });

  it('is refused when another one came under its number', async () => {
    const [seller] = (await files.waiting(1)) as [ActiveSeller];
    const batch = await files.batch();
    await send(batch, await report(batch, { id: 'r1', status: 'RCVD' })).expect(200);
    const before = await stateOf(app, seller);

    const answer = await send(batch, await report(batch, { id: 'r1', status: 'ACSC' }));

    expect([answer.status, answer.body.code]).toEqual([409, 'status_report_differs']);
    expect(await stateOf(app, seller)).toEqual(before);
  });

  it('is refused when it is too large, is no file, or is about no batch', async () => {
    await files.waiting(1);
    const batch = await files.batch();

    const large = await send(batch, `${open}${' '.repeat(1_100_000)}</Document>`);
    const noFile = await app.http
      .post(`/v1/finance/payout-batches/${batch.id}/status-reports`)
      .set(bearer(files.finance.token))
      .send({ content: 'x' });
    const nowhere = await send({ id: 'pba_01hzy3v9qtf5r8m2k4w6x8y0za' }, '<a/>');

    expect([large.status, large.body.code]).toEqual([422, 'status_report_unreadable']);
    expect([noFile.status, noFile.body.code]).toEqual([400, 'file_expected']);
    expect(nowhere.status).toBe(404);
  });
});
