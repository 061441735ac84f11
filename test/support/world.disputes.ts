import { fromWire } from '../../src/kernel/index.js';
import type { TestApp } from './app.js';
import type { Person } from './world.identity.js';
import { get } from './world.orders.js';

export interface DisputeBody {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly amount: { amount: number };
  readonly fee: { amount: number };
  readonly liable: string;
  readonly feeTo: string;
  readonly shares: readonly {
    readonly sellerOrderId: string;
    readonly sellerId: string;
    readonly amount: { amount: number };
    readonly coveredRefunds: { amount: number };
    readonly exposure: { amount: number };
  }[];
  readonly evidence: readonly { readonly text: string; readonly links: readonly string[] }[];
  readonly allowedActions: readonly { readonly action: string; readonly allowed: boolean; readonly reason?: string }[];
}

type Told = { readonly status: number; readonly body: Record<string, unknown> };

/** The bank of the card holder speaks to the sandbox provider. */
async function bank(app: TestApp, path: string, body: object): Promise<Told> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(new URL(path, app.provider.url), { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** Messages arrive and are followed. */
export async function heard(app: TestApp): Promise<void> {
  await app.provider.settle();
  await app.drain();
}

export async function chargeOf(app: TestApp, paymentId: string): Promise<string> {
  const [row] = await app.sql<{ ref: string }>('select provider_ref as ref from payments where id = $1', [
    fromWire('pay', paymentId),
  ]);
  return row?.ref ?? '';
}

/** Takes back what is left of a payment, or the amount; the bank may be refused. */
export async function disputed(app: TestApp, paymentId: string, fields: object = {}): Promise<Told> {
  return bank(app, '/disputes', { chargeId: await chargeOf(app, paymentId), ...fields });
}

/** The same, and everything that follows. Returns the provider's name for the dispute. */
export async function openDispute(app: TestApp, paymentId: string, fields: object = {}): Promise<string> {
  const { status, body } = await disputed(app, paymentId, fields);
  if (status !== 200) throw new Error(`No dispute was opened: ${JSON.stringify(body)}`);
  await heard(app);
  return String(body.id);
}

/** The bank takes another amount than at first. */
export async function takes(app: TestApp, ref: string, amount: number): Promise<void> {
  const { status, body } = await bank(app, `/disputes/${ref}/amount`, { amount });
  if (status !== 200) throw new Error(`Not changed: ${JSON.stringify(body)}`);
  await heard(app);
}

/** The bank decides, and nobody has heard of it yet. */
export async function decided(app: TestApp, ref: string, outcome: 'won' | 'lost', fields: object = {}): Promise<void> {
  const { status, body } = await bank(app, `/disputes/${ref}/verdict`, { outcome, ...fields });
  if (status !== 200) throw new Error(`Not decided: ${JSON.stringify(body)}`);
}

/** The same, and everything that follows. */
export async function verdict(app: TestApp, ref: string, outcome: 'won' | 'lost', fields: object = {}): Promise<void> {
  await decided(app, ref, outcome, fields);
  await heard(app);
}

/** Of a payment, oldest first. */
export async function disputesOf(app: TestApp, viewer: Person, paymentId: string): Promise<DisputeBody[]> {
  const rows = await app.sql<{ id: string }>(`select id from chargebacks where payment_id = $1 order by id`, [
    fromWire('pay', paymentId),
  ]);
  const { data } = await get<{ data: { id: string }[] }>(app, viewer.token, '/v1/disputes?limit=100');
  const known = data.filter(({ id }) => rows.some((row) => row.id === fromWire('dsp', id)));
  return Promise.all(known.reverse().map(({ id }) => get<DisputeBody>(app, viewer.token, `/v1/disputes/${id}`)));
}

/** The lines of every journal about the disputes of a payment and the holds they place, in the order of posting. */
export async function disputeJournals(app: TestApp, paymentId: string): Promise<[kind: string, lines: string[]][]> {
  const rows = await app.sql<{ kind: string; lines: string[] }>(
    `select split_part(j.kind, ':', 1) as kind,
            array_agg(e.side || ' ' || a.type_code || ' ' || e.amount order by e.line) as lines
       from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
      where j.source_id in (select id::text from chargebacks where payment_id = $1)
         or j.source_id in (select h.id::text from seller_holds h join chargeback_shares s on s.id::text = h.source_id
                              join chargebacks c on c.id = s.chargeback_id where c.payment_id = $1)
      group by j.id order by j.id`,
    [fromWire('pay', paymentId)],
  );
  return rows.map(({ kind, lines }) => [kind, lines]);
}
