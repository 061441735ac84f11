import fc, { type Arbitrary, type AsyncCommand } from 'fast-check';
import { money } from '../../../src/kernel/index.js';
import type { Journal, Line } from '../../../src/modules/ledger/index.js';
import { linesOf } from './book.js';
import { OTHER_DEEDS } from './deeds.other.js';
import { REFUND_DEEDS } from './deeds.refund.js';
import { SALE_DEEDS } from './deeds.sale.js';
import { SELLER_DEEDS } from './deeds.seller.js';
import type { Real } from './real.js';
import type { Args, Rule, World } from './world.js';

export const DEEDS = { ...SALE_DEEDS, ...REFUND_DEEDS, ...SELLER_DEEDS, ...OTHER_DEEDS };
export type Kind = keyof typeof DEEDS;
export const KINDS = Object.keys(DEEDS) as Kind[];
export const ruleOf = (kind: Kind): Rule => DEEDS[kind];

/** What moves a sale on comes often, what ends it early comes seldom. */
const WEIGHTS: Partial<Record<Kind, number>> = {
  ...{ capture: 8, deliver: 8, release: 8, payOut: 5, payoutPaid: 4, terms: 2, invoicePaid: 3 },
  ...{ refundLate: 3, refundConfirmed: 3, goodwill: 2, recover: 4 },
  ...{ disputeOpened: 3, disputeWon: 2, disputeLost: 3, disputeAbsorbed: 3, lift: 2, deal: 3 },
};

/** The same events once more: as they were, or with other amounts. */
export type Encore = 'none' | 'same' | 'other';

const SLOTS = 5;

export const argsOf: Arbitrary<Args> = fc.record({
  slot: fc.nat(SLOTS),
  person: fc.nat(2),
  currency: fc.nat(2),
  amount: fc.integer({ min: 10, max: 60_000 }),
  share: fc.nat(10_000),
  isGreedy: fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

const encoreOf: Arbitrary<Encore> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Encore>('none') },
  { weight: 1, arbitrary: fc.constant<Encore>('same') },
  { weight: 1, arbitrary: fc.constant<Encore>('other') },
);

export const kindOf = (kinds: readonly Kind[]): Arbitrary<Kind> =>
  fc.oneof(...kinds.map((kind) => ({ weight: WEIGHTS[kind] ?? 1, arbitrary: fc.constant(kind) })));

export interface Choice {
  /** So many commands at most. */
  readonly most: number;
  readonly kinds?: readonly Kind[];
  readonly tally?: Tally;
}

/** One minor unit more on one side and on the other. */
export function altered(journal: Journal): Journal {
  const first = journal.lines[0] as Line;
  const other = journal.lines.find(
    ({ side, money: { currency } }) => side !== first.side && currency === first.money.currency,
  );
  const more = (line: Line): Line => ({ ...line, money: money(line.money.amount + 1, line.money.currency) });
  return { ...journal, lines: journal.lines.map((line) => (line === first || line === other ? more(line) : line)) };
}

/** Throws what is expected and what came, so that the counterexample says it. */
function agree(what: string, real: unknown, model: unknown): void {
  const [found, expected] = [JSON.stringify(real), JSON.stringify(model)];
  if (found !== expected) throw new Error(`${what}: the ledger says ${found}, the model says ${expected}`);
}

/** What the commands of a run came to. */
export interface Tally {
  commands: number;
  readonly kinds: Map<string, number>;
}

export class LedgerCommand implements AsyncCommand<World, Real> {
  constructor(
    readonly kind: Kind,
    private readonly args: Args,
    private readonly encore: Encore,
    private readonly tally?: Tally,
  ) {}

  check(world: Readonly<World>): boolean {
    return ruleOf(this.kind)(world as World, this.args) !== undefined;
  }

  async run(world: World, real: Real): Promise<void> {
    const deed = ruleOf(this.kind)(world, this.args);
    if (!deed) return;
    const expected = world.book.covers(deed.moves) ? 'posted' : 'insufficient_balance';
    const { outcome, posted } = await real.tryPost(deed.journals);
    agree(String(this), outcome, expected);
    this.count(expected);
    if (expected === 'posted') {
      agree(
        'all are new',
        posted.every((each) => each.posted),
        true,
      );
      world.book.apply(deed.moves);
      deed.done?.(posted);
      await this.again(
        real,
        deed.journals,
        posted.map(({ journalId }) => journalId),
      );
    }
    const owners = new Set(deed.moves.flatMap(({ owner }) => owner ?? []));
    const balances = await real.balancesOf([...owners]);
    const known = [...owners].flatMap((owner) => world.book.lines(owner)).sort();
    agree(`balances after ${String(this)}`, linesOf(balances), known);
  }

  toString(): string {
    const { slot, person, currency, amount, share, isGreedy } = this.args;
    const how = `${isGreedy ? ' greedy' : ''}${this.encore === 'none' ? '' : ` again:${this.encore}`}`;
    return `${this.kind}(${slot} ${person} ${currency} ${amount} ${share}${how})`;
  }

  /** A key that was used posts nothing: it finds what it posted, or refuses what it did not. */
  private async again(real: Real, journals: readonly Journal[], ids: readonly string[]): Promise<void> {
    if (this.encore === 'none') return;
    const isSame = this.encore === 'same';
    const { outcome, posted } = await real.tryPost(isSame ? journals : journals.map(altered));
    agree(`${String(this)} once more`, outcome, isSame ? 'posted' : 'ledger_conflict');
    if (!isSame) return;
    agree(
      'none is new',
      posted.some((each) => each.posted),
      false,
    );
    agree(
      'the journals found',
      posted.map(({ journalId }) => journalId),
      ids,
    );
  }

  private count(outcome: string): void {
    if (!this.tally) return;
    this.tally.commands += 1;
    const key = `${this.kind} ${outcome}`;
    this.tally.kinds.set(key, (this.tally.kinds.get(key) ?? 0) + 1);
  }
}

/** Commands in any order; one that has nothing to act on is left out. */
export const commandsOf = ({ most, kinds = KINDS, tally }: Choice) =>
  fc.commands(
    [
      fc
        .tuple(kindOf(kinds), argsOf, encoreOf)
        .map(([kind, args, encore]) => new LedgerCommand(kind, args, encore, tally)),
    ],
    { maxCommands: most, size: 'max' },
  );
