import fc, { type Arbitrary } from 'fast-check';

const WEIGHTS = {
  buy: 10,
  buyWithCoupon: 3,
  buyInEuros: 3,
  orderOnAccount: 3,
  pay: 22,
  act: 3,
  release: 6,
  reject: 2,
  accept: 14,
  refuse: 2,
  ship: 14,
  deliver: 14,
  cancel: 3,
  confirm: 8,
  refund: 3,
  transfer: 2,
  tier: 1,
  rate: 1,
  deal: 1,
  dispute: 2,
  verdict: 2,
  wait: 1,
  payout: 1,
} as const;

export type CommandKind = keyof typeof WEIGHTS;
export const KINDS = Object.keys(WEIGHTS) as CommandKind[];

export interface Command {
  readonly kind: CommandKind;
  /** Which of the things in question. */
  readonly pick: number;
  /** How: the card, the quantity, the duration. */
  readonly dice: number;
  /** Whether the thing may be in any state, so that most likely the command has to be refused. */
  readonly isBlind: boolean;
}

const kind = fc.oneof(...KINDS.map((each) => ({ weight: WEIGHTS[each], arbitrary: fc.constant(each) })));

export const command: Arbitrary<Command> = fc.record({
  kind,
  pick: fc.nat(9_999),
  dice: fc.nat(9_999),
  isBlind: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});
