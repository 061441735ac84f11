import { defineError } from '../../kernel/index.js';

export const StatementMalformed = defineError<{ line: number; column: number; fault: string }>({
  code: 'statement_malformed',
  kind: 'invalid',
  en: 'The file cannot be read: line {line}, column {column}: {fault}.',
  zh: '文件无法读取：第 {line} 行，第 {column} 列：{fault}。',
});

export const StatementTooLarge = defineError<{ limit: string }>({
  code: 'statement_too_large',
  kind: 'invalid',
  en: 'The file is larger than {limit}.',
  zh: '文件超过 {limit}。',
});

export const StatementUnbalanced = defineError<{ currency: string; expected: number; closing: number }>({
  code: 'statement_unbalanced',
  kind: 'invalid',
  en: 'The opening balance and the lines make {expected} {currency} (minor units), the closing balance is {closing}.',
  zh: '期初余额与各行合计为 {expected} {currency}（最小货币单位），而期末余额为 {closing}。',
});

export const StatementWithoutBalance = defineError<{ balance: string }>({
  code: 'statement_without_balance',
  kind: 'invalid',
  en: 'The statement has no {balance} balance.',
  zh: '对账单缺少 {balance} 余额。',
});

export const StatementOfOtherAccount = defineError<{ identification: string }>({
  code: 'statement_of_other_account',
  kind: 'invalid',
  en: 'The statement is about another account: {identification}.',
  zh: '该对账单属于另一账户：{identification}。',
});

export const StatementContradicts = defineError<{ line: number; externalId: string }>({
  code: 'statement_contradicts',
  kind: 'conflict',
  en: 'Line {line} says something else about {externalId} than a line before or a file before.',
  zh: '第 {line} 行关于 {externalId} 的内容与之前的行或文件不一致。',
});

export const FormatNotOfAccount = defineError({
  code: 'format_not_of_account',
  kind: 'invalid',
  en: 'Files of this format are not about accounts of this kind.',
  zh: '该格式的文件不适用于此类账户。',
});

export const AccountCodeTaken = defineError({
  code: 'account_code_taken',
  kind: 'conflict',
  en: 'Another account has this code.',
  zh: '该代码已被另一账户使用。',
});

export const BreakClosed = defineError({
  code: 'break_closed',
  kind: 'conflict',
  en: 'It is matched or ignored by now.',
  zh: '该差异现已匹配或已忽略。',
});

export const ResolutionUnfit = defineError({
  code: 'resolution_unfit',
  kind: 'conflict',
  en: 'A break of this kind is not resolved in this way.',
  zh: '此类差异不能以该方式处理。',
});

export const RevenueNotEarned = defineError({
  code: 'revenue_not_earned',
  kind: 'conflict',
  en: 'More than was earned cannot leave the clients’ money.',
  zh: '转出金额不得超过已确认的收入。',
});

export const ResolutionProposed = defineError({
  code: 'resolution_proposed',
  kind: 'conflict',
  en: 'A proposal for this break waits for another person.',
  zh: '该差异已有待他人确认的处理方案。',
});

export const NothingProposed = defineError({
  code: 'nothing_proposed',
  kind: 'conflict',
  en: 'Nothing is proposed for this break.',
  zh: '该差异没有待确认的处理方案。',
});

export const ResolutionByYou = defineError({
  code: 'resolution_by_you',
  kind: 'conflict',
  en: 'Another person has to confirm what you have proposed.',
  zh: '您提出的方案须由他人确认。',
});

export const ResolutionChanged = defineError({
  code: 'resolution_changed',
  kind: 'conflict',
  en: 'The break is not what was proposed any more, or not what you have looked at.',
  zh: '该差异已不同于所提方案，或不同于您所查看的内容。',
});
