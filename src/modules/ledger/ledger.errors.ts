import { defineError } from '../../kernel/index.js';

export const LedgerConflict = defineError<{ source: string }>({
  code: 'ledger_conflict',
  kind: 'conflict',
  en: 'This business event was already posted with other amounts: {source}.',
  zh: '该业务事件已以不同金额入账：{source}。',
});

export const InsufficientBalance = defineError<{ source: string }>({
  code: 'insufficient_balance',
  kind: 'conflict',
  en: 'The balance does not cover the amount.',
  zh: '余额不足。',
});

export const Unbalanced = defineError<{ source: string }>({
  code: 'journal_unbalanced',
  kind: 'invalid',
  en: 'The debits and credits of the journal differ: {source}.',
  zh: '凭证借贷不平：{source}。',
});

export const AccountNotOpen = defineError<{ source: string }>({
  code: 'account_not_open',
  kind: 'conflict',
  en: 'An account of the journal is frozen or closed.',
  zh: '凭证涉及的账户已冻结或关闭。',
});

export const AlreadyReversed = defineError<{ source: string }>({
  code: 'journal_already_reversed',
  kind: 'conflict',
  en: 'The journal was already taken back.',
  zh: '该凭证已被冲销。',
});

export const HoldNotPending = defineError<{ source: string }>({
  code: 'hold_not_pending',
  kind: 'conflict',
  en: 'The hold has ended or does not exist.',
  zh: '该预留已结束或不存在。',
});

export const HoldTooSmall = defineError<{ source: string }>({
  code: 'hold_too_small',
  kind: 'conflict',
  en: 'The journal takes nothing from the held account, or more than the hold is over.',
  zh: '凭证未从预留账户扣款，或超出预留金额。',
});

export const PeriodClosed = defineError<{ source: string }>({
  code: 'period_closed',
  kind: 'conflict',
  en: 'The period in which this would take effect is closed; post a correction that takes effect today.',
  zh: '生效日期所在期间已结账；请以今天为生效日期过账更正凭证。',
});
