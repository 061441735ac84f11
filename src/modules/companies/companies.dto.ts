import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches } from 'class-validator';
import { PageOf } from '../../platform/http/index.js';
import { COMPANY_ROLES, type CompanyRole } from './company.domain.js';

const ROLE = { enum: COMPANY_ROLES, enumName: 'CompanyRole' };

export class RegisterCompanyDto {
  /** The registered name, as it stands on invoices. */
  @IsString()
  @Length(1, 200)
  @Matches(/\S/u)
  name!: string;

  /** ISO 3166-1 alpha-2 code of where the company is established. */
  @ApiProperty({ type: String, pattern: '^[A-Z]{2}$', minLength: 2, maxLength: 2, example: 'DE' })
  @Matches(/^[A-Z]{2}$/)
  country!: string;

  /** Encrypted at rest and never shown. */
  @ApiProperty({
    type: String,
    minLength: 4,
    maxLength: 40,
    pattern: '^[A-Za-z0-9./ -]{4,40}$',
    example: 'DE123456789',
  })
  @Matches(/^[A-Za-z0-9./ -]{4,40}$/)
  taxId!: string;
}

export class CompanyMemberDto {
  @ApiProperty(ROLE)
  @IsIn([...COMPANY_ROLES])
  role!: CompanyRole;
}

export class CompanyView {
  @ApiProperty({ type: String, example: 'cmp_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;
  name!: string;
  country!: string;
  createdAt!: string;
  /** What the caller may do for it; absent for staff. */
  @ApiProperty({ ...ROLE, required: false })
  role?: CompanyRole;
}

export class CompanyList {
  data!: CompanyView[];
}

export class CompanyPage extends PageOf(CompanyView) {}

export class CompanyMemberView {
  userId!: string;
  @ApiProperty(ROLE)
  role!: CompanyRole;
  addedAt!: string;
}

export class CompanyMemberList {
  data!: CompanyMemberView[];
}
