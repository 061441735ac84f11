import { randomUUID } from 'node:crypto';

/** Rows that the probes lean on; all of them are committed. */
export interface Ground {
  /** A strict account, its owner, and a journal on it. */
  readonly account: string;
  readonly owner: string;
  readonly journal: string;
  /** The owner of an account that is frozen, and of a platform-wide one. */
  readonly frozen: string;
  readonly jurisdiction: string;
  readonly pending: string;
  readonly posted: string;
  readonly voided: string;
  /** Source of the hold that is pending, and of the journal. */
  readonly holdSource: string;
  readonly journalSource: string;
  /** Source of a journal that took 5 from the account without a hold. */
  readonly spentSource: string;
}

const AT = '2026-03-10T00:00:00Z';
const row = (id: string, { source = id, reverses = 'null', corrects = 'null', at = AT } = {}): string =>
  `insert into ledger.journal (id, source_type, source_id, kind, fingerprint, effective_at, actor_type, actor_id,
     reverses_id, corrects_id)
   values ('${id}', 'raw', '${source}', 'x', '', '${at}', 'system', 'x', ${reverses}, ${corrects})`;
const lines = (id: string, account: string, ...each: string[]): string =>
  `insert into ledger.entry (journal_id, line, account_id, currency, side, amount)
   select '${id}', l.line, '${account}', l.currency, l.side, l.amount
     from (values ${each.join(', ')}) l(line, currency, side, amount)`;
const EVEN = [`(1, 'USD', 'D', 5)`, `(2, 'USD', 'C', 5)`];

/** What `ledger.place_hold` is given to keep an amount in minor units of an account in USD. */
export function holdOf(account: string, owner: string, amount: number, sourceId: string = randomUUID()) {
  const source = { sourceType: 'raw', sourceId, kind: 'x', actorType: 'system', actorId: 'x' };
  return { id: randomUUID(), ...source, account, owner, amount, currency: 'USD', expiresAt: '2199-01-01T00:00:00Z' };
}

/** A journal, as `ledger.post` takes it, that moves money from the account to the card network. */
export const spendingOf = (account: string, owner: string, amount: number, source: string, at = AT): object => ({
  id: randomUUID(),
  sourceType: 'raw',
  sourceId: source,
  kind: 'x',
  effectiveAt: at,
  actorType: 'system',
  actorId: 'x',
  lines: [
    { account, owner, side: 'D', amount, currency: 'USD' },
    { account: 'psp_clearing', owner: null, side: 'C', amount, currency: 'USD' },
  ],
});

/** Every probe breaks one rule of the books; with the rules on, each of them is refused. */
export function probesOf(g: Ground): Readonly<Record<string, readonly string[]>> {
  const id = randomUUID();
  const other = randomUUID();
  const whole = (of: string, options = {}): string[] => [row(of, options), lines(of, g.account, ...EVEN)];
  const update = (table: string, set: string): string[] => [`update ledger.${table} set ${set}`];
  const balance = (set: string): string[] => [`update ledger.balance set ${set} where account_id = '${g.account}'`];
  const twice = (table: string, change = ''): string[] => [
    `create temp table copied on commit drop as select * from ledger.${table} limit 1`,
    ...(change ? [`update copied set ${change}`] : []),
    `insert into ledger.${table} overriding system value select * from copied`,
  ];
  const hold = (columns: string, values: string): string[] => [
    `insert into ledger.hold (id, account_id, amount, source_type, source_id, kind, actor_type, actor_id, expires_at, ${columns})
     values ('${id}', '${g.account}', 10, 'raw', 'x', 'x', 'system', 'x', now(), ${values})`,
  ];
  const doc = (account: string, owner: string, amount: number, source: string = id, at = AT): object =>
    spendingOf(account, owner, amount, source, at);
  const post = (of: object): string[] => [`select * from ledger.post('${JSON.stringify([of])}')`];
  const postHold = (of: string, journal: object): string[] => [
    `select * from ledger.post_hold('${of}', '${JSON.stringify(journal)}')`,
  ];
  const place = (account: string, owner: string, amount = 10, sourceId: string = id): string[] => [
    `select * from ledger.place_hold('${JSON.stringify({ ...holdOf(account, owner, amount, sourceId), id })}')`,
  ];
  const type = (column: string, value: string): string[] => [
    `update ledger.account_type set ${column} = '${value}' where code = 'seller_available'`,
  ];

  return {
    'a journal whose sides differ': [row(id), lines(id, g.account, EVEN[0] ?? '', `(2, 'USD', 'C', 4)`)],
    'a journal without lines': [row(id)],
    'a line on a sealed journal': [lines(g.journal, g.account, `(8, 'USD', 'D', 5)`, `(9, 'USD', 'C', 5)`)],
    'lines after the check': [
      ...whole(id),
      'set constraints all immediate',
      lines(id, g.account, `(3, 'USD', 'D', 1)`),
    ],
    'a journal in a closed period': whole(id, { at: '2020-01-15T00:00:00Z' }),
    ...Object.fromEntries(
      Object.entries({
        journal: `kind = kind || 'x'`,
        entry: 'amount = amount + 1',
        seal: 'sealed_at = now()',
        seal_leaf: 'marks = marks',
        balance_snapshot: 'debit = debit + 1',
        snapshot_run: 'taken_at = now()',
        period_lock: 'closed_at = now()',
        check_run: 'fault_count = 1',
      }).map(([table, set]) => [`a change of a ${table}`, update(table, set)]),
    ),
    'a hold that is removed': ['delete from ledger.hold'],
    'a hold that changes': [`update ledger.hold set amount = 9 where id = '${g.pending}'`],
    'an entry in another currency': [row(id), lines(id, g.account, `(1, 'EUR', 'D', 5)`, `(2, 'EUR', 'C', 5)`)],
    'an entry of no journal': [lines(id, g.account, ...EVEN)],
    'an amount below zero': [row(id), lines(id, g.account, `(1, 'USD', 'D', -5)`, `(2, 'USD', 'C', -5)`)],
    'a side that is none': [row(id), lines(id, g.account, `(1, 'USD', 'D', 5)`, `(2, 'USD', 'X', 5)`)],
    'a line twice': [row(id), lines(id, g.account, `(1, 'USD', 'D', 5)`, `(1, 'USD', 'C', 5)`)],
    'a source twice': [...whole(id, { source: 'twice' }), ...whole(other, { source: 'twice' })],
    'a journal twice': [row(id), row(id, { source: other }), lines(id, g.account, ...EVEN)],
    'a journal taken back twice': [
      ...whole(id, { reverses: `'${g.journal}'` }),
      ...whole(other, { reverses: `'${g.journal}'` }),
    ],
    'a journal that takes back none': whole(id, { reverses: `'${other}'` }),
    'a journal that corrects none': whole(id, { corrects: `'${other}'` }),
    'an account of no type': [`insert into ledger.account (id, type_code, currency) values ('${id}', 'none', 'USD')`],
    'an account in no currency': [
      `insert into ledger.account (id, type_code, currency) values ('${id}', 'psp_clearing', 'XXX')`,
    ],
    'an account twice': [
      `insert into ledger.account (id, type_code, owner_id, currency) values ('${id}', 'seller_available', '${g.owner}', 'USD')`,
    ],
    'an identifier of an account twice': [
      `insert into ledger.account (id, type_code, currency) values ('${g.account}', 'commission_revenue', 'KWD')`,
    ],
    'an account in no state': [`update ledger.account set status = 'odd' where id = '${g.account}'`],
    'a type of no class': type('class', 'odd'),
    'a type in no mode': type('mode', 'odd'),
    'a type on no side': type('normal_side', 'X'),
    'a type of nobody': type('owner_dimension', 'odd'),
    'a deferred type with a floor': type('mode', 'deferred'),
    'a type twice': twice('account_type'),
    'a currency twice': twice('currency'),
    'a currency of one digit': [`update ledger.currency set exponent = 1 where code = 'USD'`],
    'a balance below its floor': balance('debit_posted = credit_posted + 1'),
    'debits below zero': balance('debit_posted = -1'),
    'credits below zero': balance('floor_minor = null, credit_posted = -1'),
    'pending debits below zero': balance('debit_pending = -1'),
    'pending credits below zero': balance('credit_pending = -1'),
    'a balance on no side': balance(`normal_side = 'X'`),
    'a balance twice': twice('balance'),
    'a balance of no account': [`insert into ledger.balance (account_id, normal_side) values ('${id}', 'C')`],
    'a roll-up twice': twice('balance_rollup'),
    'a roll-up of no account': twice('balance_rollup', `account_id = '${id}'`),
    'a delta twice': twice('delta'),
    'a snapshot twice': twice('balance_snapshot'),
    'a snapshot of no account': twice('balance_snapshot', `account_id = '${id}'`),
    'a snapshot of no day': twice('balance_snapshot', `as_of_date = '2001-01-01'`),
    'a snapshot with debits below zero': twice('balance_snapshot', `account_id = '${g.account}', debit = -1`),
    'a snapshot with credits below zero': twice('balance_snapshot', `account_id = '${g.account}', credit = -1`),
    'a day twice': twice('snapshot_run'),
    'a check twice': twice('check_run'),
    'a check with less than no faults': twice('check_run', `id = '${id}', fault_count = -1`),
    'a seal twice': twice('seal', `prev_hash = 'x'`),
    'two seals after one': twice('seal', 'seq = 99'),
    'a seal over nothing': twice('seal', `seq = 99, prev_hash = 'x', count = 0`),
    'a seal that ends before it begins': twice('seal', `seq = 99, prev_hash = 'x', to_xid = from_xid`),
    'a journal sealed twice': twice('seal_leaf', 'nth = 99'),
    'two journals in one place': twice('seal_leaf', `journal_id = '${id}'`),
    'a journal in no seal': twice('seal_leaf', `journal_id = '${id}', seq = 99`),
    'a period twice': twice('period_lock', `starts_on = '2019-01-01'`),
    'two first periods': twice('period_lock', `ends_on = '2020-02-29', ends_at = '2020-03-01T00:00:00Z'`),
    'a period that ends before it begins': twice(
      'period_lock',
      `ends_on = '2020-02-29', ends_at = '2020-03-01T00:00:00Z', starts_on = '2020-03-01'`,
    ),
    'a period that ends at noon': twice(
      'period_lock',
      `ends_on = '2020-02-29', ends_at = '2020-03-01T12:00:00Z', starts_on = '2020-02-01'`,
    ),
    'a period closed again': [`select * from ledger.close_period('2020-01-31', now(), 'system', 'x')`],
    'a hold twice': twice('hold', `source_id = '${id}', account_id = '${g.account}'`),
    'a hold of one source twice': twice('hold', `id = '${id}'`),
    'a hold of nothing': twice('hold', `id = '${id}', source_id = '${id}', amount = 0, posted_amount = null`),
    'a hold on no account': twice('hold', `id = '${id}', source_id = '${id}', account_id = '${id}'`),
    'a hold in no state': hold('status, ended_at', `'odd', now()`),
    'a pending hold that has ended': hold('ended_at', 'now()'),
    'a posted hold without its journal': hold('status, posted_amount, ended_at', `'posted', 5, now()`),
    'a hold posted by no journal': hold(
      'status, posted_amount, journal_id, ended_at',
      `'posted', 5, '${other}', now()`,
    ),
    'a hold posted with more': hold(
      'status, posted_amount, journal_id, ended_at',
      `'posted', 11, '${g.journal}', now()`,
    ),
    'a posting to a frozen account': post(doc('seller_available', g.frozen, 1)),
    'another posting of one source': post(doc('seller_available', g.owner, 7, g.journalSource)),
    'a posting to an account that the chart has not': post(doc('commission_revenue', g.owner, 1)),
    'a hold on an account that never was': place('seller_available', id),
    'a hold on a frozen account': place('seller_available', g.frozen),
    'a hold on a platform-wide account': place('tax_payable', g.jurisdiction),
    'another hold of one source': place('seller_available', g.owner, 9, g.holdSource),
    'a hold of more than there is': place('seller_available', g.owner, 1_000_000),
    'posting a hold that was given up': postHold(g.voided, doc('seller_available', g.owner, 1)),
    'posting a hold too late': postHold(g.pending, doc('seller_available', g.owner, 1, id, '2199-01-01T00:00:00Z')),
    'posting more than is held': postHold(g.pending, doc('seller_available', g.owner, 11)),
    'posting a hold by a journal that was there': postHold(
      g.pending,
      doc('seller_available', g.owner, 5, g.spentSource),
    ),
    'posting a hold by a journal that takes nothing of it': postHold(g.pending, doc('tax_payable', g.jurisdiction, 5)),
    'giving up a hold that was posted': [`select ledger.void_hold('${g.posted}')`],
  };
}
