import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsCursor, IsWireId, LimitQuery } from '../../platform/http/index.js';
import { FEED_TYPES, type FeedType } from './feed.domain.js';

const LARGEST_PAGE = 100;
const LONGEST_CURSOR = 500;

export class FeedQuery extends LimitQuery {
  /** `next` of an earlier answer with the same filters; from the oldest that is kept otherwise. */
  @IsCursor()
  after?: string;

  /** Events of this type only. */
  @ApiProperty({ enum: FEED_TYPES, enumName: 'FeedType', required: false })
  @IsOptional()
  @IsIn(FEED_TYPES)
  type?: FeedType;

  /** Whose events; who acts for one seller alone, as every API key does, can leave it out. */
  @IsOptional()
  @IsWireId('sel')
  sellerId?: string;
}

/** A fact about something of the seller; read the thing itself for how it stands now. */
export class FeedEventView {
  /** The same for the same fact, wherever it is told. */
  @ApiProperty({ type: String, example: 'evt_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  @ApiProperty({ enum: FEED_TYPES, enumName: 'FeedType' })
  type!: FeedType;

  /** Of the type: what it means does not change within one version. */
  version!: number;

  /** What the fact is about: `sor_…`, `rfd_…`, `pyo_…`, `lst_…`, `cas_…`, `rev_…`, `sel_…`. */
  subjectId!: string;

  occurredAt!: string;
}

export class FeedView {
  /** Oldest first. */
  @ApiProperty({ type: [FeedEventView], maxItems: LARGEST_PAGE })
  data!: FeedEventView[];

  /** Whether there is more already. */
  hasMore!: boolean;

  /** Pass it as `after`, now or later; null as long as there was nothing at all. */
  @ApiProperty({ type: String, nullable: true, maxLength: LONGEST_CURSOR })
  next!: string | null;
}
