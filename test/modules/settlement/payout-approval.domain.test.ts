import fc from 'fast-check';
import {
  approvalReasons,
  bindingOf,
  type ApprovalFacts,
} from '../../../src/modules/settlement/payout-approval.domain.js';

const plain: ApprovalFacts = {
  amount: 500_000,
  automaticUpTo: 500_000,
  isAccountTrusted: true,
  isFirst: false,
  manualFirstPayout: false,
  isRequested: false,
  isSellerClosed: false,
};

const payout = {
  payoutId: '01910000-0000-7000-8000-000000000001',
  sellerId: '01910000-0000-7000-8000-000000000002',
  holder: 'Otter Audio GmbH',
  destination: 'DE02120300000000202051',
  amount: 9_000,
  currency: 'USD',
};

describe('whether people have to approve a payout', () => {
  it.each<[string, Partial<ApprovalFacts>, string[]]>([
    ['it is within the limit', {}, []],
    ['it is above the limit', { amount: 500_001 }, ['above_limit']],
    ['no payout has reached the account', { isAccountTrusted: false }, ['new_bank_account']],
    ['it is the first', { isFirst: true }, []],
    [
      'it is the first of a tier whose first is looked at',
      { isFirst: true, manualFirstPayout: true },
      ['first_payout'],
    ],
    ['it is a later one of such a tier', { manualFirstPayout: true }, []],
    [
      'it is the first of such a tier, to an account that none has reached',
      { isAccountTrusted: false, isFirst: true, manualFirstPayout: true },
      ['new_bank_account', 'first_payout'],
    ],
    ['somebody asked for it', { isRequested: true }, ['requested_by_hand']],
    ['the seller is closed', { isSellerClosed: true }, ['seller_closed']],
  ])('when %s', (_when, facts, expected) => {
    expect(approvalReasons({ ...plain, ...facts })).toEqual(expected);
  });
});

describe('the hash that an approval is bound to', () => {
  it('is SHA-256 of the payout, its payee, destination, amount and currency', () => {
    expect(bindingOf(payout)).toBe('52bcc3469959e8e344a12ea38960339646226695e6af87dcaa04c4107835069a');
  });

  it('is another one when anything of these is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('payoutId', 'sellerId', 'holder', 'destination', 'currency'),
        fc.string({ minLength: 1 }),
        fc.integer({ min: 1 }),
        (field, text, more) => {
          fc.pre(payout[field as 'holder'] !== text);
          expect(bindingOf({ ...payout, [field]: text })).not.toBe(bindingOf(payout));
          expect(bindingOf({ ...payout, amount: payout.amount + more })).not.toBe(bindingOf(payout));
        },
      ),
    );
  });

  it('does not run its parts together', () => {
    const shifted = { ...payout, holder: `${payout.holder}D`, destination: payout.destination.slice(1) };

    expect(bindingOf(shifted)).not.toBe(bindingOf(payout));
  });
});
