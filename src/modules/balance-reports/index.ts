export { BalanceReportsModule } from './balance-reports.module.js';
export { ReportUnavailable } from './balance-reports.errors.js';
export { ReportSource, type BalanceReport } from './report-source.js';
export { ReportSources } from './report-sources.js';
