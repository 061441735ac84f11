import { defineError } from '../../kernel/index.js';

export const AnotherApproverNeeded = defineError({
  code: 'another_approver_needed',
  kind: 'forbidden',
  en: 'Whoever asked for an order cannot decide about it.',
  zh: '提出订单申请的人不能对其作出决定。',
});

export const ApprovalLimitExceeded = defineError({
  code: 'approval_limit_exceeded',
  kind: 'conflict',
  en: 'The order is more than you may spend for the company; another approver has to confirm it.',
  zh: '订单金额超过您可为该公司支出的上限，须由其他审批人确认。',
});

export const RequesterLeft = defineError({
  code: 'requester_left',
  kind: 'conflict',
  en: 'Whoever asked for the order is not a member of the company any more.',
  zh: '提出申请的人已不再是该公司成员。',
});

export const OrderRequestWaits = defineError({
  code: 'order_request_waits',
  kind: 'conflict',
  en: 'Another request for this cart waits for its decision.',
  zh: '该购物车的另一项申请正在等待决定。',
});
