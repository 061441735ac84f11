import { defineError } from '../../kernel/index.js';

export const FileAccountMissing = defineError<{ currency: string }>({
  code: 'payout_file_account_missing',
  kind: 'conflict',
  en: 'Payouts in {currency} do not leave in files: no account of ours is named for them.',
  zh: '{currency} 付款未配置银行文件所用的付款账户。',
});

export const NothingToCollect = defineError<{ currency: string }>({
  code: 'no_payouts_to_collect',
  kind: 'conflict',
  en: 'No approved payout in {currency} waits for a file.',
  zh: '没有等待写入文件的 {currency} 已批准付款。',
});

export const PayoutFileDiffers = defineError({
  code: 'payout_file_differs',
  kind: 'conflict',
  en: 'The file would not be the one that was made; it is not given out.',
  zh: '该文件与最初生成的不一致，因此不予提供。',
});

export const ReturnFileUnreadable = defineError<{ why: string }>({
  code: 'return_file_unreadable',
  kind: 'invalid',
  en: 'The return file cannot be read: {why}.',
  zh: '无法读取回执文件：{why}。',
});

export const StatusReportUnreadable = defineError<{ why: string }>({
  code: 'status_report_unreadable',
  kind: 'invalid',
  en: 'The status report cannot be read: {why}.',
  zh: '无法读取状态报告：{why}。',
});

export const StatusReportContradicts = defineError<{ why: string }>({
  code: 'status_report_contradicts',
  kind: 'conflict',
  en: 'The status report is not about this file as it was made: {why}. Nothing of it was applied.',
  zh: '状态报告与该文件不符：{why}。未应用任何内容。',
});

export const StatusReportDiffers = defineError({
  code: 'status_report_differs',
  kind: 'conflict',
  en: 'Another report came under the same number before. Nothing of this one was applied.',
  zh: '此前已收到编号相同但内容不同的报告。未应用任何内容。',
});
