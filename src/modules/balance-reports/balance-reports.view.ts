import { toWire } from '../../kernel/index.js';
import type { ReportDayView, ReportScheduleView } from './balance-reports.dto.js';
import { stateOf } from './report-day.domain.js';
import type { DayRow, ScheduleRow } from './report-days.repository.js';

export const scheduleView = ({ accountId, since, isOn }: ScheduleRow): ReportScheduleView => ({
  accountId: toWire('rac', accountId),
  isOn,
  since,
});

export const dayView = (row: DayRow): ReportDayView => ({
  day: row.day,
  state: stateOf(row),
  attempts: row.attempts,
  fault: row.fault,
  fileId: row.fileId === null ? null : toWire('rfl', row.fileId),
  triedAt: row.triedAt?.toISOString() ?? null,
  fetchedAt: row.fetchedAt?.toISOString() ?? null,
});
