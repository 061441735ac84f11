import { Body, Controller, Get, Global, Injectable, Module, Patch, Post, Query } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsString, Length, Max, Min, ValidateNested } from 'class-validator';
import { asId, defineError, type Actor, type Id, type KeyActor, type UserActor } from '../../../src/kernel/index.js';
import { Authenticator } from '../../../src/platform/auth/index.js';
import { Db, statement, query, UnitOfWork } from '../../../src/platform/database/index.js';
import {
  Access,
  Caller,
  Cursors,
  Idempotent,
  IdempotencyScope,
  IfMatch,
  IsWireId,
  Once,
  PageOf,
  PageQuery,
  RateClass,
  StaleVersion,
  Throws,
  Versioned,
  WireId,
  type Page,
} from '../../../src/platform/http/index.js';
import { currentRequestId } from '../../../src/platform/observability/index.js';

export const USER = asId<'usr'>('01890000-0000-7000-8000-000000000001');
export const OTHER = asId<'usr'>('01890000-0000-7000-8000-000000000002');
export const SELLER = asId<'sel'>('01890000-0000-7000-8000-00000000000a');

const person = (userId: Id<'usr'>, rest: Partial<UserActor> = {}): UserActor => ({
  kind: 'user',
  userId,
  staffRoles: [],
  memberships: [],
  ...rest,
});

const SESSIONS: Readonly<Record<string, UserActor>> = {
  buyer: person(USER),
  other: person(OTHER),
  member: person(USER, { memberships: [{ sellerId: SELLER, role: 'owner' }] }),
  moderator: person(USER, { staffRoles: ['moderator'] }),
  admin: person(USER, { staffRoles: ['admin'] }),
};

const keyWith = (...scopes: string[]): KeyActor => ({
  kind: 'key',
  keyId: asId<'key'>('01890000-0000-7000-8000-0000000000aa'),
  sellerId: SELLER,
  scopes,
});

@Injectable()
class ProbeAuthenticator extends Authenticator {
  bySession(token: string): Promise<UserActor | undefined> {
    return Promise.resolve(SESSIONS[token]);
  }

  byKey(key: string): Promise<KeyActor | undefined> {
    if (key === 'souk_test_reader') return Promise.resolve(keyWith('probes:read'));
    return Promise.resolve(key === 'souk_test_writer' ? keyWith('probes:read', 'probes:write') : undefined);
  }
}

export const ProbeTaken = defineError<{ name: string }>({
  code: 'probe_taken',
  kind: 'conflict',
  en: 'The probe {name} is taken.',
  zh: '探针 {name} 已被占用。',
});

class LineDto {
  @IsInt()
  @Min(1)
  @Max(99)
  quantity!: number;

  @IsWireId('var')
  variantId!: string;
}

class ProbeDto {
  @IsString()
  @Length(1, 20)
  name!: string;

  @IsArray()
  @ArrayMaxSize(3)
  @ValidateNested({ each: true })
  @Type(() => LineDto)
  lines!: LineDto[];
}

class NameDto {
  @IsString()
  @Length(1, 20)
  name!: string;
}

class ProbeView {
  id!: string;
  version!: number;
}

class ProbePage extends PageOf(ProbeView) {}

const insert = statement<[name: string], { id: number }>(
  'probe.insert',
  'insert into probes (name) values ($1) returning id',
);
const count = statement<[], { count: number }>('probe.count', 'select count(*) as "count" from probes');
const nap = statement<[seconds: number], { nothing: string }>('probe.nap', `select pg_sleep($1)::text as "nothing"`);

@Controller('v1/probes')
class ProbesController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly db: Db,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @Access({ roles: ['anyone'] })
  list(@Query() page: PageQuery): Page<ProbeView> {
    const [after = -1] = this.cursors.read<[number]>(page.cursor, 'all') ?? [];
    const rows = Array.from({ length: 5 }, (_each, n) => n)
      .filter((n) => n > after)
      .slice(0, page.limit + 1);
    const found = this.cursors.page(rows, page.limit, 'all', (last) => [last]);
    return { ...found, data: found.data.map((n) => ({ id: String(n), version: 1 })) };
  }

  @Get('filtered')
  @Access({ roles: ['anyone'] })
  filtered(@Query() page: PageQuery): ProbePage {
    this.cursors.read(page.cursor, 'filtered');
    return { data: [], page: { hasMore: false, nextCursor: null } };
  }

  @Get('me')
  @Access({ roles: ['buyer'] })
  me(@Caller() actor: UserActor): { userId: string } {
    return { userId: actor.userId };
  }

  @Get('queue')
  @Access({ roles: ['moderator'] })
  queue(): object {
    return { ok: true };
  }

  @Get('shop')
  @Access({ roles: ['seller'], scope: 'probes:write' })
  shop(@Caller() actor: Actor): { kind: string } {
    return { kind: actor.kind };
  }

  @Post()
  @Access({ roles: ['buyer'] })
  @Idempotent('optional')
  @Throws(ProbeTaken)
  create(@Body() body: ProbeDto, @IdempotencyScope() once: Once): Promise<object> {
    return once.run(this.uow, async (tx) => {
      if (body.name === 'taken') throw new ProbeTaken({ name: body.name });
      const [row] = await query(tx, insert, [body.name]);
      return { id: row?.id, requestId: currentRequestId() };
    });
  }

  @Post('transfers')
  @Access({ roles: ['buyer'] })
  @Idempotent()
  transfer(@Body() body: NameDto, @IdempotencyScope() once: Once): Promise<object> {
    return once.run(this.uow, async (tx) => {
      const [row] = await query(tx, insert, [body.name]);
      if (body.name === 'slow') await query(tx, nap, [0.4]);
      const view = { id: row?.id, secret: 'shown-once' };
      await once.store(tx, view);
      return view;
    });
  }

  @Post('phases')
  @Access({ roles: ['buyer'] })
  @Idempotent()
  async phases(@Body() body: NameDto, @IdempotencyScope() once: Once): Promise<object> {
    const stored = await once.replay<object>(this.db);
    if (stored) return stored;
    return this.uow.run(async (tx) => {
      const [row] = await query(tx, insert, [body.name]);
      const view = { id: row?.id, key: once.key };
      await once.store(tx, view);
      return view;
    });
  }

  @Get('faults/:kind')
  @Access({ roles: ['anyone'] })
  @RateClass('auth')
  fault(): never {
    throw new Error('select password from users at /srv/app.ts');
  }

  @Get(':probeId')
  @Access({ roles: ['anyone'] })
  @Versioned()
  get(@WireId('ord', 'probeId') id: Id<'ord'>): ProbeView {
    return { id, version: 3 };
  }

  @Patch(':probeId')
  @Access({ roles: ['buyer'] })
  @Versioned()
  change(@WireId('ord', 'probeId') id: Id<'ord'>, @IfMatch() version: number, @Body() _body: NameDto): ProbeView {
    if (version !== 3) throw new StaleVersion({});
    return { id, version: version + 1 };
  }

  @Get('count/all')
  @Access({ roles: ['buyer'] })
  async count(): Promise<object> {
    const [row] = await this.uow.run((tx) => query(tx, count, []));
    return { count: row?.count };
  }
}

@Global()
@Module({
  controllers: [ProbesController],
  providers: [{ provide: Authenticator, useClass: ProbeAuthenticator }],
  exports: [Authenticator],
})
export class ProbeModule {}

@Controller('v1/open')
class OpenController {
  @Get()
  forgotten(): object {
    return {};
  }
}

@Module({ controllers: [OpenController] })
export class UndeclaredModule {}
