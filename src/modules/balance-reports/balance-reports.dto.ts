import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsISO8601, IsOptional, Matches } from 'class-validator';
import { PageOf } from '../../platform/http/index.js';

const DAY = /^(?:19|20|21)\d{2}-\d{2}-\d{2}$/;
const DAY_SCHEMA = {
  ...{ type: String, format: 'date', pattern: DAY.source, minLength: 10, maxLength: 10 },
  example: '2026-01-31',
};
const STATES = ['waiting', 'failed', 'fetched'] as const;

export class ReportScheduleDto {
  /** Whether the provider is asked every day. */
  @IsBoolean()
  isOn!: boolean;

  /** The first day that is asked for, in UTC; today, when absent. One that is scheduled already never begins later. */
  @ApiProperty({ ...DAY_SCHEMA, required: false })
  @IsOptional()
  @Matches(DAY, { message: 'must be a day like 2026-01-31' })
  @IsISO8601({ strict: true }, { message: 'must be a day that exists' })
  since?: string;
}

export class ReportScheduleView {
  accountId!: string;
  isOn!: boolean;

  /** The first day that is asked for, in UTC. */
  since!: string;
}

export class ReportDayDto {
  /** A day that is over, in UTC. */
  @ApiProperty(DAY_SCHEMA)
  @Matches(DAY, { message: 'must be a day like 2026-01-31' })
  @IsISO8601({ strict: true }, { message: 'must be a day that exists' })
  day!: string;
}

export class ReportDayView {
  day!: string;

  /** `failed` is asked for again every hour. */
  @ApiProperty({ enum: STATES, enumName: 'ReportDayState' })
  state!: (typeof STATES)[number];

  attempts!: number;

  /** Why it could not be had the last time. */
  fault!: string | null;

  /** What was taken in. */
  fileId!: string | null;

  triedAt!: string | null;
  fetchedAt!: string | null;
}

export class ReportDayPage extends PageOf(ReportDayView) {}
