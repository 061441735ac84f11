import { defineError } from '../../kernel/index.js';

export const SellerMayNotList = defineError<{ state: string }>({
  code: 'seller_may_not_list',
  kind: 'conflict',
  en: 'Only active sellers may list; this one is {state}.',
  zh: '只有状态为 active 的卖家可以发布商品，当前状态为 {state}。',
});

export const TooManySellers = defineError<{ limit: number }>({
  code: 'too_many_sellers',
  kind: 'conflict',
  en: 'A person acts for at most {limit} sellers.',
  zh: '每人最多可管理 {limit} 个卖家账户。',
});

export const TooManyMembers = defineError<{ limit: number }>({
  code: 'too_many_members',
  kind: 'conflict',
  en: 'A seller has at most {limit} members and open invitations.',
  zh: '每个卖家最多可有 {limit} 名成员及待接受的邀请。',
});

export const AlreadyInvited = defineError({
  code: 'already_invited',
  kind: 'conflict',
  en: 'An invitation to this address is open.',
  zh: '该邮箱地址已有待接受的邀请。',
});

export const AlreadyMember = defineError({
  code: 'already_member',
  kind: 'conflict',
  en: 'The person already acts for this seller.',
  zh: '该用户已是此卖家的成员。',
});

export const VerificationClosed = defineError({
  code: 'verification_closed',
  kind: 'conflict',
  en: 'No submission of this seller waits for a decision.',
  zh: '该卖家没有等待审核的认证申请。',
});

export const VerificationOpen = defineError({
  code: 'verification_open',
  kind: 'conflict',
  en: 'A submission of this seller waits for a decision.',
  zh: '该卖家已有等待审核的认证申请。',
});

export const SellerHasOpenOrders = defineError<{ count: number }>({
  code: 'seller_has_open_orders',
  kind: 'conflict',
  en: '{count} orders of the seller are open; it is closed when the last one has ended.',
  zh: '该卖家还有 {count} 个未完成的订单，全部结束后方可关闭。',
});

export const SellerHasOpenDisputes = defineError<{ count: number }>({
  code: 'seller_has_open_disputes',
  kind: 'conflict',
  en: '{count} disputes about sales of the seller run; it is closed when the last one has ended.',
  zh: '该卖家还有 {count} 个进行中的争议，全部结束后方可关闭。',
});

export const SellerIsClosed = defineError({
  code: 'seller_closed',
  kind: 'conflict',
  en: 'The seller is closed.',
  zh: '该卖家已关闭。',
});

export const PayoutAccountDecided = defineError({
  code: 'payout_account_decided',
  kind: 'conflict',
  en: 'That version of the payout account does not wait for a decision.',
  zh: '该版本的收款账户没有等待审核。',
});
