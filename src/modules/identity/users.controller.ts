import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  NotFound,
  Once,
  RateClass,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { RegisteredView, RegistrationDto, StaffRolesDto, UserView } from './identity.dto.js';
import { EmailTaken, OwnStaffRoles, WeakPassword } from './identity.errors.js';
import { IdentityQueries } from './identity-queries.js';
import { RegisterUser } from './register-user.js';
import { SetStaffRoles } from './set-staff-roles.js';

@ApiTags('identity')
@Controller('v1/users')
export class UsersController {
  constructor(
    private readonly register: RegisterUser,
    private readonly setStaffRoles: SetStaffRoles,
    private readonly queries: IdentityQueries,
  ) {}

  /** Open an account with an e-mail address and a password. */
  @Post()
  @Access({ roles: ['anyone'] })
  @RateClass('auth')
  @Idempotent('optional')
  @Throws(EmailTaken, WeakPassword)
  open(@Body() body: RegistrationDto, @IdempotencyScope() once: Once): Promise<RegisteredView> {
    return this.register.run(body, once);
  }

  /** A person, for staff. The e-mail address is masked. */
  @Get(':userId')
  @Access({ roles: ['admin', 'risk', 'moderator', 'finance'] })
  @Audited('user', 'userId')
  @Throws(NotFound)
  get(@WireId('usr', 'userId') userId: Id<'usr'>): Promise<UserView> {
    return this.queries.user(userId);
  }

  /** Decide which staff roles a person holds. A change ends the person's sessions at once. */
  @Put(':userId/staff-roles')
  @HttpCode(200)
  @Access({ roles: ['admin'] })
  @Audited('user', 'userId')
  @Throws(NotFound, OwnStaffRoles)
  async setRoles(
    @Caller() actor: Actor,
    @WireId('usr', 'userId') userId: Id<'usr'>,
    @Body() body: StaffRolesDto,
  ): Promise<UserView> {
    return UserView.of(await this.setStaffRoles.run(actor, userId, body.roles));
  }
}
