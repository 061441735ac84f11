import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { Access, Caller, Idempotent, IdempotencyScope, NotFound, Once } from '../../platform/http/index.js';
import { Throws, WireId } from '../../platform/http/index.js';
import { reportViewOf } from './cases.view.js';
import { AlreadyReported } from './moderation.errors.js';
import { ReportListing } from './report-listing.js';
import { ReportListingDto, ReportView } from './reports.dto.js';

@ApiTags('listings')
@Controller('v1/listings/:listingId/reports')
export class ReportsController {
  constructor(private readonly reportListing: ReportListing) {}

  /** Report a listing to the moderators. */
  @Post()
  @Access({ roles: ['buyer'] })
  @Idempotent('optional')
  @Throws(NotFound, AlreadyReported)
  report(
    @Caller() actor: UserActor,
    @WireId('lst', 'listingId') id: Id<'lst'>,
    @Body() { reason, explanation = undefined }: ReportListingDto,
    @IdempotencyScope() once: Once,
  ): Promise<ReportView> {
    return this.reportListing.run(actor, id, { reason, explanation: explanation ?? null }, once, reportViewOf);
  }
}
