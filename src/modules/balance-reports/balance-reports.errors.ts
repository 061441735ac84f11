import { defineError } from '../../kernel/index.js';

export const ReportSourceMissing = defineError({
  code: 'report_source_missing',
  kind: 'conflict',
  en: 'Nobody can be asked for reports of this account; send its files.',
  zh: '此账户的报表无法自动获取，请上传文件。',
});

export const DayNotOver = defineError<{ day: string }>({
  code: 'day_not_over',
  kind: 'conflict',
  en: 'Not everything of {day} can be told yet.',
  zh: '{day} 的数据尚不完整。',
});

/** The other side did not tell, or told something that is no report. */
export const ReportUnavailable = defineError<{ why: string }>({
  code: 'report_unavailable',
  kind: 'unavailable',
  en: 'The report cannot be had now: {why}.',
  zh: '暂时无法取得报表：{why}。',
});

export const ReportsNotScheduled = defineError({
  code: 'reports_not_scheduled',
  kind: 'conflict',
  en: 'Nobody is asked for reports of this account yet.',
  zh: '此账户尚未设置自动获取报表。',
});
