// SPDX-License-Identifier: Apache-2.0
// The accounts at both apps: state, a test with one call, allowance of calls, credential; and how to connect one more.
import { Button, Skeleton } from '@mantine/core';
import { IconCheck, IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { type Schemas } from '../../api/client';
import { useConnection, useConnections } from '../../api/queries';
import { useDisable, useEnable, useForget, useTest } from './queries';
import { appName, sideOf } from '../../parts/apps';
import { isLoopback } from '../../parts/current_sync';
import { QuotaGauge } from '../../parts/gauge';
import { HealthMark, HealthNote, needsLook } from '../../parts/health/health';
import { ListSkeleton } from '../../parts/list/list';
import { Ago } from '../../parts/numbers/numbers';
import { exact } from '../../parts/numbers/say';
import { Empty, PageHead, Section, Trouble } from '../../parts/page/page';
import { Panel } from '../../parts/panel';
import { sentence } from '../../words/words';
import classes from './connections.module.css';
import { ConnectForm } from './connect_form';
import { Credential } from './credential';
import { Hours } from './hours';
import { Webhooks } from './webhooks';
import { SureButton } from '../../parts/sure_button';

export default function ConnectionsPage() {
    const { t } = useTranslation();
    const go = useNavigate();
    const { connection } = useParams();
    const connections = useConnections();
    const items = connections.data?.items ?? [];
    const add = (
        <Button component={Link} to="/connections/new" leftSection={<IconPlus size={16} />}>
            {t('connections.add')}
        </Button>
    );
    return (
        <>
            <PageHead
                title={t('frame.connections')}
                sentence={t('connections.sentence')}
                action={items.length > 0 ? add : undefined}
            />
            {connections.isError && (
                <Trouble
                    what={t('connections.unreadable')}
                    error={connections.error}
                    retry={() => {
                        void connections.refetch();
                    }}
                />
            )}
            {connections.isPending && <ListSkeleton columns="1fr" rows={3} />}
            {connections.data !== undefined && items.length === 0 && (
                <Empty kind="unset" title={t('connections.none')} action={add}>
                    {t('connections.none_why')}
                </Empty>
            )}
            {items.length > 0 && (
                <ul className={classes.list}>
                    {items.map((each) => (
                        <Line key={each.id} connection={each} />
                    ))}
                </ul>
            )}
            <Panel
                opened={connection !== undefined}
                close={() => {
                    void go('/connections');
                }}
                label={connection === 'new' ? t('connections.add') : t('connection.label')}
            >
                {connection === 'new' ? <ConnectForm /> : connection !== undefined && <Detail id={connection} />}
            </Panel>
        </>
    );
}

function Line({ connection }: { connection: Schemas['Connection'] }) {
    const { t } = useTranslation();
    return (
        <li className={sideOf(connection.profile) === 'left' ? classes.line_left : classes.line_right}>
            <div className={classes.who}>
                <Link to={`/connections/${connection.id}`}>{connection.label}</Link>
                <p>
                    <b className={sideOf(connection.profile)}>{appName(connection.profile)}</b> <code>{connection.profile}</code>
                </p>
            </div>
            <p className={classes.address}>
                <code>{connection.base_url}</code>
                {isLoopback(connection.base_url) && <span className={classes.sandbox}>{t('sandbox.word')}</span>}
            </p>
            <HealthMark health={connection.health} />
        </li>
    );
}

function Detail({ id }: { id: string }) {
    const { t, i18n } = useTranslation();
    const found = useConnection(id);
    if (found.isPending)
        return (
            <div aria-busy>
                <Skeleton height={24} width={220} mb={16} />
                {Array.from({ length: 8 }, (_, at) => (
                    <Skeleton key={at} height={14} mt={18} />
                ))}
            </div>
        );
    if (found.isError)
        return (
            <Trouble
                what={t('connection.unreadable')}
                error={found.error}
                retry={() => {
                    void found.refetch();
                }}
            />
        );
    const { connection, quota, calls, custom_fields } = found.data;
    const operations = Object.entries(calls.by_operation).sort((one, other) => other[1] - one[1]);
    return (
        <>
            <div className={classes.title}>
                <h2>{connection.label}</h2>
                <HealthMark health={connection.health} />
            </div>
            {connection.health.state === 'well' && !needsLook(connection.health) ? null : (
                <HealthNote health={connection.health}>{connection.state === 'disabled' && <Enable id={id} />}</HealthNote>
            )}
            <dl className={classes.facts}>
                <dt>{t('connection.app')}</dt>
                <dd>
                    <b className={sideOf(connection.profile)}>{appName(connection.profile)}</b> <code>{connection.profile}</code>
                </dd>
                <dt>{t('connection.address')}</dt>
                <dd>
                    <code>{connection.base_url}</code>
                </dd>
                {connection.account_key !== '' && (
                    <>
                        <dt>{t('connection.account')}</dt>
                        <dd>
                            <code>{connection.account_key}</code>
                        </dd>
                    </>
                )}
                <dt>{t('connection.since')}</dt>
                <dd>
                    <Ago at={connection.created_at} />
                </dd>
            </dl>
            <Test id={id} />
            <p className={classes.more}>
                <Link to={`/connections/${id}/snapshots`}>{t('snapshots.title')}</Link>{' '}
                <Link to={`/connections/${id}/hand-list`}>{t('hand.title')}</Link>{' '}
                <Link to={`/calls?connection=${encodeURIComponent(id)}`}>{t('frame.calls')}</Link>
            </p>
            {connection.state !== 'disabled' && <Webhooks view={found.data} />}
            <Section title={t('quota.title')}>
                <QuotaGauge name={appName(connection.profile)} side={sideOf(connection.profile)} quota={quota} calls={calls} />
            </Section>
            <Hours connection={connection} />
            <Section
                title={t('connection.calls')}
                aside={t('connection.calls_since', { count: calls.total, shown: exact(calls.total, i18n.language) })}
            >
                {operations.length === 0 ? (
                    <p className={classes.none}>{t('connection.no_calls')}</p>
                ) : (
                    <dl className={classes.operations}>
                        {operations.map(([operation, count]) => (
                            <div key={operation}>
                                <dt>
                                    <code>{operation}</code>
                                </dt>
                                <dd className="numbers">{exact(count, i18n.language)}</dd>
                            </div>
                        ))}
                    </dl>
                )}
            </Section>
            {custom_fields.length > 0 && (
                <Section title={t('connection.custom_fields')}>
                    <dl className={classes.operations}>
                        {custom_fields.map((field) => (
                            <div key={field.id}>
                                <dt>
                                    {field.name} <code className="dim">{field.key}</code>
                                </dt>
                                <dd className="dim">{field.type}</dd>
                            </div>
                        ))}
                    </dl>
                </Section>
            )}
            {connection.grant_id !== null && (
                <Section title={t('connection.credential')}>
                    <p className={classes.none}>
                        {t('oauth.by_grant')} <Link to="/connections/oauth">{t('oauth.grants')}</Link>
                    </p>
                </Section>
            )}
            {connection.state === 'disabled' ? (
                <Forget connection={connection} />
            ) : (
                <>
                    {connection.credential !== null && <Credential connection={connection} credential={connection.credential} />}
                    <Disable connection={connection} />
                </>
            )}
        </>
    );
}

function Test({ id }: { id: string }) {
    const { t } = useTranslation();
    const test = useTest();
    return (
        <div className={classes.test}>
            <Button
                variant="default"
                loading={test.isPending}
                onClick={() => {
                    test.mutate(id);
                }}
            >
                {t('connection.test')}
            </Button>
            {test.data !== undefined && (
                <span role="status" className={test.data.ok ? classes.good : classes.bad}>
                    {test.data.ok ? <IconCheck size={16} aria-hidden /> : <IconX size={16} aria-hidden />}
                    {!test.data.tried
                        ? t('connection.untried')
                        : test.data.ok
                          ? test.data.owner === ''
                              ? t('connection.works')
                              : t('connection.works_for', { owner: test.data.owner })
                          : t('connection.refused', { why: sentence(test.data.code, test.data.params) ?? test.data.detail })}
                </span>
            )}
            {test.isError && <Trouble what={t('connection.test_failed')} error={test.error} />}
        </div>
    );
}

function Enable({ id }: { id: string }) {
    const { t } = useTranslation();
    const enable = useEnable();
    return (
        <div className={classes.test}>
            <Button
                size="xs"
                loading={enable.isPending}
                onClick={() => {
                    enable.mutate(id);
                }}
            >
                {t('connection.enable')}
            </Button>
            {enable.isError && <Trouble what={t('connection.enable_failed')} error={enable.error} />}
        </div>
    );
}

function Disable({ connection }: { connection: Schemas['Connection'] }) {
    const { t } = useTranslation();
    const disable = useDisable();
    return (
        <Section title={t('connection.disable_title')}>
            <p className={classes.none}>{t('connection.disable_why', { app: appName(connection.profile) })}</p>
            {disable.isError && <Trouble what={t('connection.disable_failed')} error={disable.error} />}
            <SureButton
                ask={t('connection.disable')}
                sure={t('connection.disable_sure', { label: connection.label })}
                pending={disable.isPending}
                act={() => {
                    disable.mutate(connection.id);
                }}
            />
        </Section>
    );
}

function Forget({ connection }: { connection: Schemas['Connection'] }) {
    const { t } = useTranslation();
    const go = useNavigate();
    const forget = useForget();
    return (
        <Section title={t('connection.forget_title')}>
            <p className={classes.none}>{t('connection.forget_why')}</p>
            {forget.isError && <Trouble what={t('connection.forget_failed')} error={forget.error} />}
            <SureButton
                ask={t('connection.forget')}
                sure={t('connection.forget_sure', { label: connection.label })}
                pending={forget.isPending}
                act={() => {
                    forget.mutate(connection.id, {
                        onSuccess: () => {
                            void go('/connections');
                        },
                    });
                }}
            />
        </Section>
    );
}
