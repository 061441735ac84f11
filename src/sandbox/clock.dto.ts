import { IsBoolean, IsISO8601, IsOptional, Length, Matches } from 'class-validator';

const DURATION = /^P(?=.)(\d{1,5}D)?(T(?=.)(\d{1,5}H)?(\d{1,5}M)?(\d{1,7}S)?)?$/;

/** Where the clock goes: `now` or `advanceBy`; with neither it stays and only `frozen` changes. */
export class MoveClockDto {
  /** The instant it shall be, RFC 3339; may lie in the past. */
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @Length(20, 35)
  @Matches(/T.*(Z|[+-]\d\d:\d\d)$/, { message: 'must be an instant with its offset' })
  now?: string;

  /** How far it shall move on, an ISO 8601 duration of days and smaller. */
  @IsOptional()
  @Length(3, 30)
  @Matches(DURATION, { message: 'must be a duration like P7D or PT30M' })
  advanceBy?: string;

  /** Whether it stands still from then on. Without it nothing changes. */
  @IsOptional()
  @IsBoolean()
  frozen?: boolean;

  /** Answer only after everything that fell due on the way has been handled, each at its own time. */
  @IsOptional()
  @IsBoolean()
  drain?: boolean;

  /**
   * With `drain`: the least that time moves on between two rests, an ISO 8601 duration. What falls due in between is
   * handled at the next rest. Without it time rests more often on short ways than on long ones.
   */
  @IsOptional()
  @Length(3, 30)
  @Matches(DURATION, { message: 'must be a duration like P7D or PT30M' })
  restEvery?: string;
}

export class ClockView {
  /** The marketplace's time, RFC 3339. */
  now!: string;

  frozen!: boolean;
}
