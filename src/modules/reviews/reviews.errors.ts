import { defineError } from '../../kernel/index.js';

export const NotDelivered = defineError({
  code: 'not_delivered',
  kind: 'conflict',
  en: 'A review can be written once everything has been delivered.',
  zh: '全部商品送达后才能评价。',
});

export const ReviewWindowClosed = defineError<{ closedAt: string }>({
  code: 'review_window_closed',
  kind: 'conflict',
  en: 'Reviews of this order could be written until {closedAt}.',
  zh: '该订单的评价截止时间为 {closedAt}。',
});

export const AlreadyReviewed = defineError({
  code: 'already_reviewed',
  kind: 'conflict',
  en: 'This order has been reviewed already.',
  zh: '该订单已评价。',
});

export const AlreadyReplied = defineError({
  code: 'already_replied',
  kind: 'conflict',
  en: 'This review has been replied to already.',
  zh: '该评价已回复。',
});
