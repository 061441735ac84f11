import { Body, Controller, Get, HttpCode, Patch, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/index.js';
import { Access, Caller, RateClass, Throws } from '../../platform/http/index.js';
import { ChangePassword } from './change-password.js';
import { ChangeProfile } from './change-profile.js';
import { MeView, PasswordChangeDto, ProfileChangeDto } from './identity.dto.js';
import { InvalidCredentials, WeakPassword } from './identity.errors.js';
import { IdentityQueries } from './identity-queries.js';

@ApiTags('identity')
@Controller('v1/me')
export class MeController {
  constructor(
    private readonly queries: IdentityQueries,
    private readonly change: ChangeProfile,
    private readonly changePassword: ChangePassword,
  ) {}

  /** The signed-in person, with staff roles and the sellers they act for. */
  @Get()
  @Access({ roles: ['buyer'] })
  get(@Caller() actor: UserActor): Promise<MeView> {
    return this.queries.me(actor);
  }

  /** Change how the marketplace shows and addresses the signed-in person. */
  @Patch()
  @Access({ roles: ['buyer'] })
  async update(@Caller() actor: UserActor, @Body() body: ProfileChangeDto): Promise<MeView> {
    return MeView.of(await this.change.run(actor, body), actor.memberships);
  }

  /** Change the password. Every session of the person ends at once, this one too. */
  @Put('password')
  @HttpCode(204)
  @Access({ roles: ['buyer'] })
  @RateClass('auth')
  @Throws(InvalidCredentials, WeakPassword)
  password(@Caller() actor: UserActor, @Body() body: PasswordChangeDto): Promise<void> {
    return this.changePassword.run(actor, body.currentPassword, body.newPassword);
  }
}
