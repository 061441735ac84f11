import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { Access, Caller, NotFound, PageQuery, Throws, WireId } from '../../platform/http/index.js';
import {
  ReportDayDto,
  ReportDayPage,
  ReportDayView,
  ReportScheduleDto,
  ReportScheduleView,
} from './balance-reports.dto.js';
import { DayNotOver, ReportSourceMissing, ReportsNotScheduled } from './balance-reports.errors.js';
import { dayView } from './balance-reports.view.js';
import { FetchReports } from './fetch-reports.js';
import { ReportQueries } from './report-queries.js';
import { ScheduleReports } from './schedule-reports.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('reconciliation')
@Controller('v1/finance/reconciliation/accounts/:statementAccountId')
export class BalanceReportsController {
  constructor(
    private readonly scheduleReports: ScheduleReports,
    private readonly fetchReports: FetchReports,
    private readonly queries: ReportQueries,
  ) {}

  /** Ask the provider of an account every day what happened, instead of sending its files. Or stop asking. */
  @Put('report-schedule')
  @Access(FINANCE)
  @Throws(NotFound, ReportSourceMissing)
  schedule(
    @Caller() actor: UserActor,
    @WireId('rac', 'statementAccountId') id: Id<'rac'>,
    @Body() body: ReportScheduleDto,
  ): Promise<ReportScheduleView> {
    return this.scheduleReports.run(actor, id, body);
  }

  /** List the days that an account's provider was asked for, the newest first, and what became of each. */
  @Get('report-days')
  @Access(FINANCE)
  @Throws(NotFound)
  days(@WireId('rac', 'statementAccountId') id: Id<'rac'>, @Query() query: PageQuery): Promise<ReportDayPage> {
    return this.queries.list(id, query);
  }

  /** Ask for a day now. What the account has of it is not added again; why it cannot be had is in the answer. */
  @Post('report-days')
  @HttpCode(200)
  @Access(FINANCE)
  @Throws(NotFound, ReportsNotScheduled, DayNotOver)
  async fetch(
    @WireId('rac', 'statementAccountId') id: Id<'rac'>,
    @Body() { day }: ReportDayDto,
  ): Promise<ReportDayView> {
    return dayView(await this.fetchReports.one(id, day));
  }
}
