import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/index.js';
import { Access, Caller } from '../../platform/http/index.js';
import { ChangeProfile } from './change-profile.js';
import { MeView, ProfileChangeDto } from './identity.dto.js';
import { IdentityQueries } from './identity-queries.js';

@ApiTags('identity')
@Controller('v1/me')
export class MeController {
  constructor(
    private readonly queries: IdentityQueries,
    private readonly change: ChangeProfile,
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
}
