import { classOf } from '../../../src/modules/payout-files/reason-codes.domain.js';

describe('the reason of a bank', () => {
  it.each(['AC01', 'AC03', 'AC04', 'AC06', 'AC07', 'AC14', 'BE01', 'MD07', 'RC01', 'RC04', 'account_closed'])(
    '%s lies in the account of the seller',
    (code) => {
      expect(classOf(code)).toBe('account');
    },
  );

  it.each([
    'AC02',
    'AC05',
    'AC10',
    'AC13',
    'BE05',
    'BE07',
    'RC03',
    'DNOR',
    'AM04',
    'FF01',
    'MS03',
    'TM01',
    'rejected',
    '',
  ])('“%s” passes, or lies in ours', (code) => {
    expect(classOf(code)).toBe('transient');
  });
});
