import { randomUUID } from 'node:crypto';
import { fromWire } from '../../../src/kernel/index.js';
import { bearer } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { Books, type ItemBody } from './reconciliation-app.js';

interface Proposed extends ItemBody {
  readonly needsTwo: boolean;
  readonly resolvedBy: string | null;
  readonly proposal: { payloadHash: string; proposedBy: string; resolution: string; amount: object } | null;
}

let books: Books;
let first: Person;
let second: Person;
let provider: string;

beforeAll(async () => {
  books = await Books.open();
  [first, second] = [books.finance, await staff(books.app, 'finance')];
  provider = await books.opened('a-balance', 'provider');
});
afterAll(() => books.app.stop());

const today = (): string => new Date().toISOString().slice(0, 10);

/** A line that the provider took off our balance and nothing is known of. */
async function broken(id: string, amount: string): Promise<Proposed> {
  const header = 'transaction_id,type,created,currency,gross,fee,net,source_id,reference';
  const line = `${id},adjustment,${today()},USD,-${amount},0.00,-${amount},adj_${id},`;
  await books.upload(provider, 'format=balance_csv', [header, line, ''].join('\n')).expect(200);
  return (await books.breaks()).find(({ externalId }) => externalId === id) as Proposed;
}

const send = (person: Person, item: ItemBody, path: string, body: object = {}, key: string = randomUUID()) =>
  books.app.http
    .post(`/v1/finance/reconciliation/breaks/${item.id}/${path}`)
    .set(bearer(person.token))
    .set('Idempotency-Key', key)
    .send(body);
const read = async (item: ItemBody): Promise<Proposed> =>
  (await books.app.http.get(`/v1/finance/reconciliation/breaks/${item.id}`).set(bearer(first.token))).body as Proposed;
const FEE = { resolution: 'provider_fee', reason: 'A fine.' };
const idOf = (item: ItemBody): string => fromWire('ril', item.id) ?? '';

describe('a break of much money', () => {
  it('is booked when another person confirms what one has proposed, and once', async () => {
    const found = await broken('txn_much', '1000.01');
    const clearing = await books.balanceOf('psp_clearing');
    const key = randomUUID();

    const proposed = await send(first, found, 'resolution', FEE, key);
    const replayed = await send(first, found, 'resolution', FEE, key);
    const again = await send(second, found, 'resolution', FEE);
    const { payloadHash } = (proposed.body as Proposed).proposal ?? { payloadHash: '' };
    const byOneself = await send(first, found, 'confirmation', { payloadHash });
    const blindly = await send(second, found, 'confirmation', { payloadHash: 'a'.repeat(64) });
    const untouched = await books.balanceOf('psp_clearing');
    const both = await Promise.all([
      send(second, found, 'confirmation', { payloadHash }),
      send(second, found, 'confirmation', { payloadHash }),
    ]);

    expect(found).toMatchObject({ needsTwo: true, proposal: null });
    expect(proposed.body).toMatchObject({
      ...{ status: 'missing_internal', resolution: null, bookedJournalId: null },
      proposal: { resolution: 'provider_fee', amount: { amount: 100_001, currency: 'USD' }, proposedBy: first.userId },
    });
    expect(replayed.body).toEqual(proposed.body);
    expect([again, byOneself, blindly].map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'resolution_proposed'],
      [409, 'resolution_by_you'],
      [409, 'resolution_changed'],
    ]);
    expect(untouched).toBe(clearing);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('break_closed');
    expect(await read(found)).toMatchObject({
      ...{ status: 'matched', resolution: 'provider_fee', reason: 'A fine.', resolvedBy: second.userId },
      ...{ needsTwo: false, proposal: null },
    });
    expect(await books.balanceOf('psp_clearing')).toBe(clearing - 100_001);
  });

  it('of the threshold itself is one person’s', async () => {
    const found = await broken('txn_limit', '1000.00');

    const resolved = await send(first, found, 'resolution', FEE);

    expect(found.needsTwo).toBe(false);
    expect(resolved.body).toMatchObject({ status: 'matched', resolvedBy: first.userId });
  });

  it('is not ignored by one person either', async () => {
    const found = await broken('txn_ignored', '2000.00');

    const asked = await send(first, found, 'ignored', { reason: 'Nothing to do.' });
    const { payloadHash } = (asked.body as Proposed).proposal ?? { payloadHash: '' };
    const confirmed = await send(second, found, 'confirmation', { payloadHash });

    expect(asked.body).toMatchObject({ status: 'missing_internal', proposal: { resolution: 'ignored' } });
    expect(confirmed.body).toMatchObject({ status: 'ignored_with_reason', reason: 'Nothing to do.' });
  });

  it('stays open when the proposal is declined, by either; then another one may be made', async () => {
    const found = await broken('txn_declined', '3000.00');
    await send(first, found, 'resolution', FEE);

    const declined = await send(second, found, 'refusal');
    const nothing = await send(second, found, 'refusal');
    const early = await send(second, found, 'confirmation', { payloadHash: 'a'.repeat(64) });
    const other = await send(second, found, 'resolution', FEE);
    const takenBack = await send(second, found, 'refusal');

    expect(declined.body).toMatchObject({ status: 'missing_internal', proposal: null });
    expect([nothing, early].map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'nothing_proposed'],
      [409, 'nothing_proposed'],
    ]);
    expect(other.body).toMatchObject({ proposal: { proposedBy: second.userId } });
    expect(takenBack.body).toMatchObject({ proposal: null });
  });

  it('is not closed by way of a small line of the same source', async () => {
    const [much, little] = [await broken('txn_group', '6000.00'), await broken('txn_group_fee', '15.00')];
    await books.app.sql(
      `update reconciliation_items set source_type = 'dispute', source_id = 'of-nobody', source_kind = 'opened'
        where id = any($1::uuid[])`,
      [[idOf(much), idOf(little)]],
    );

    const asked = await send(first, little, 'ignored', { reason: 'A trifle.' });
    const { payloadHash } = (asked.body as Proposed).proposal ?? { payloadHash: '' };
    const open = [await read(much), await read(little)];
    const confirmed = await send(second, little, 'confirmation', { payloadHash });

    expect(open.map(({ status, needsTwo }) => [status, needsTwo])).toEqual([
      ['missing_internal', true],
      ['missing_internal', true],
    ]);
    expect(confirmed.status).toBe(200);
    expect([await read(much), await read(little)].map(({ status }) => status)).toEqual([
      'ignored_with_reason',
      'ignored_with_reason',
    ]);
  });

  it('that is not what it was when it was proposed is not confirmed', async () => {
    const found = await broken('txn_changed', '4000.00');
    const proposed = (await send(first, found, 'resolution', FEE)).body as Proposed;
    const clearing = await books.balanceOf('psp_clearing');
    await books.app.sql('update reconciliation_items set amount = amount - 1 where id = $1', [idOf(found)]);

    const confirmed = await send(second, found, 'confirmation', { payloadHash: proposed.proposal?.payloadHash });

    expect([confirmed.status, confirmed.body.code]).toEqual([409, 'resolution_changed']);
    expect(await read(found)).toMatchObject({ status: 'missing_internal' });
    expect(await books.balanceOf('psp_clearing')).toBe(clearing);
  });

  it('is kept by the database too, whoever writes to it', async () => {
    const found = await broken('txn_by_hand', '5000.00');
    await send(first, found, 'resolution', FEE);
    const id = idOf(found);
    const by = fromWire('usr', first.userId);
    const close = `update reconciliation_items set status = 'ignored_with_reason', resolution = 'provider_fee', reason = 'x',
                          resolved_by = $2, resolved_at = '2026-01-01' where id = $1`;
    const decide = `update reconciliation_proposals set decision = 'confirmed', decided_by = $2, decided_at = '2026-01-01'
                     where item_id = $1`;

    await expect(books.app.sql(close, [id, by])).rejects.toMatchObject({ constraint: 'reconciliation_four_eyes' });
    await expect(books.app.sql(decide, [id, by])).rejects.toMatchObject({
      constraint: 'reconciliation_proposals_four_eyes',
    });
    for (const change of ['amount = amount + 1', `proposed_by = gen_random_uuid()`, `resolution = 'ignored'`]) {
      const alter = `update reconciliation_proposals set ${change} where item_id = $1`;
      await expect(books.app.sql(alter, [id])).rejects.toMatchObject({ constraint: 'reconciliation_proposal_fixed' });
    }
    expect(await read(found)).toMatchObject({ status: 'missing_internal', proposal: { proposedBy: first.userId } });
  });
});
