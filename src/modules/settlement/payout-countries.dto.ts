import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Matches } from 'class-validator';
import { PageOf, PageQuery } from '../../platform/http/index.js';
import { ProposeTermsDto, TermsView } from '../../platform/terms/index.js';

const COUNTRY = { type: String, pattern: '^[A-Z]{2}$', minLength: 2, maxLength: 2, example: 'MX' };
const ZONE = '^(UTC|[A-Z][A-Za-z]{1,20}(/[A-Za-z0-9_+-]{1,30}){1,2})$';
const TIME_ZONE = { type: String, pattern: ZONE, minLength: 3, maxLength: 83, example: 'America/Mexico_City' };

export class ProposePayoutCountryDto extends ProposeTermsDto {
  /** Of the seller, ISO 3166-1 alpha-2. */
  @ApiProperty(COUNTRY)
  @IsString()
  @Matches(/^[A-Z]{2}$/)
  country!: string;

  /** Of the IANA database; its sellers are paid two hours after its midnight. */
  @ApiProperty(TIME_ZONE)
  @IsString()
  @Matches(new RegExp(ZONE))
  timeZone!: string;
}

export class PayoutCountryQuery extends PageQuery {
  @ApiProperty({ ...COUNTRY, required: false })
  @IsOptional()
  @IsString()
  @Matches(/^[A-Z]{2}$/)
  country?: string;
}

export class PayoutCountryView extends TermsView {
  @ApiProperty({ type: String, example: 'pco_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  country!: string;

  /** Its sellers are paid two hours after its midnight. */
  timeZone!: string;
}

export class PayoutCountryPage extends PageOf(PayoutCountryView) {}
