// SPDX-License-Identifier: Apache-2.0
// Everything that arrived, as it arrived, with what became of it.
import { Button, NativeSelect } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { type EventFilter } from '../../api/queries';
import { useEvent, useEvents, useHooks, useReplay, useSchedules } from './queries';
import { ActivityTabs } from '../../parts/activity_tabs';
import { appName, sideOf } from '../../parts/apps';
import { connectionName, useCurrent, usePath } from '../../parts/current_sync';
import { Cell, Chips, HeadCell, ListTools } from '../../parts/list/list';
import { useListAddress } from '../../parts/list/list_address';
import { PagedList } from '../../parts/list/paged_list';
import { Facts, Head, NotShown, Raw, Sub } from '../../parts/inspector/inspector';
import { Ago } from '../../parts/numbers/numbers';
import { Empty, PageHead, StateMark, type Tone, Trouble } from '../../parts/page/page';
import { Panel } from '../../parts/panel';
import { NoSuchSync, NotSetUp } from '../../parts/with_sync';
import { sentence } from '../../words/words';
import classes from './events.module.css';
import { Hooks } from './hooks';
import { Schedules } from './schedules';

const chips_at_most = 6; // more connections than this are chosen from a list
const states = ['', 'waiting', 'done', 'ignored', 'parked'] as const;
const tones: Record<Schemas['EventState'], Tone> = { waiting: 'wait', done: 'ok', ignored: 'off', parked: 'attention' };

export default function EventsPage() {
    const { t } = useTranslation();
    const { event } = useParams();
    const address = useListAddress(usePath()('/events'));
    const { connections, loading, unknown } = useCurrent();
    const state = states.find((each) => each === address.filter('state')) ?? '';
    const connection = address.filter('connection');
    const filter: EventFilter = { state, connection, record: address.filter('record') };
    const events = useEvents(filter);
    const filtered = state !== '' || connection !== '' || filter.record !== '';
    if (unknown !== null) return <NoSuchSync />;
    return (
        <>
            <PageHead title={t('frame.events')} sentence={t('events.sentence')} />
            <ActivityTabs />
            <ListTools>
                <Chips
                    label={t('events.filter_state')}
                    chosen={state}
                    options={states.map((name) => ({ name, words: name === '' ? t('events.all') : t(`event_state.${name}`) }))}
                    choose={(name) => {
                        address.setFilter('state', name);
                    }}
                />
                {connections.length > chips_at_most && (
                    <NativeSelect
                        aria-label={t('events.filter_connection')}
                        value={connection}
                        data={[
                            { value: '', label: t('events.filter_connection') },
                            ...connections.map((each) => ({ value: each.id, label: connectionName(each) })),
                        ]}
                        onChange={(happened) => {
                            address.setFilter('connection', happened.currentTarget.value);
                        }}
                    />
                )}
                {connections.length > 1 && connections.length <= chips_at_most && (
                    <Chips
                        label={t('events.filter_connection')}
                        chosen={connection}
                        options={connections.map((each) => ({ name: each.id, words: connectionName(each) }))}
                        choose={(name) => {
                            address.setFilter('connection', name === connection ? '' : name);
                        }}
                    />
                )}
            </ListTools>
            <Hooks />
            <Schedules />
            <PagedList
                pages={events}
                unreadable={t('events.unreadable')}
                empty={
                    !loading && connections.length === 0 ? (
                        <NotSetUp connections={0} />
                    ) : state === 'parked' ? (
                        <Empty kind="good" title={t('events.none_parked')}>
                            {t('events.none_parked_why')}
                        </Empty>
                    ) : state === 'waiting' ? (
                        <Empty kind="good" title={t('events.none_waiting')} />
                    ) : (
                        <Empty kind="nothing" title={filtered ? t('events.none_filtered') : t('events.none')}>
                            {filtered ? undefined : t('events.none_why')}
                        </Empty>
                    )
                }
                label={t('frame.events')}
                id={(item) => item.id}
                opened={event ?? null}
                open={(item) => {
                    address.open(item.id);
                }}
                columns="var(--event-columns)"
                head={
                    <>
                        <HeadCell>{t('events.type')}</HeadCell>
                        <HeadCell>{t('events.from')}</HeadCell>
                        <HeadCell>{t('events.way')}</HeadCell>
                        <HeadCell>{t('events.record')}</HeadCell>
                        <HeadCell>{t('events.state')}</HeadCell>
                        <HeadCell>{t('events.received')}</HeadCell>
                    </>
                }
                row={(item) => <EventRow item={item} connections={connections} />}
            />
            <Panel
                opened={event !== undefined}
                close={() => {
                    address.open(null);
                }}
                label={t('event.label')}
            >
                {event !== undefined && <Inspector id={event} connections={connections} />}
            </Panel>
        </>
    );
}

// What happened, for people; the inspector has the app's own word too.
function typeWords(t: TFunction, type: string): string {
    return (
        sentence(`event_type.${type.replaceAll('.', '_')}`, {}) ??
        (type === '' ? t('event_type.unknown') : t('event_type.other', { type }))
    );
}

function noteOf(event: Schemas['Event']): string | null {
    return sentence(event.note_code, event.note_params) ?? (event.note === '' ? null : event.note);
}

function From({ id, connections }: { id: string; connections: Schemas['Connection'][] }) {
    const { t } = useTranslation();
    const hooks = useHooks();
    const schedules = useSchedules();
    const found = connections.find((connection) => connection.id === id);
    const hook = hooks.data?.items.find((each) => each.id === id);
    if (hook !== undefined) return <span>{hook.label}</span>;
    const schedule = schedules.data?.items.find((each) => each.id === id);
    if (schedule !== undefined) return <span>{schedule.label}</span>;
    if (id === 'none') return <span>{t('hooks.here')}</span>;
    if (found === undefined) return <code>{id === '' ? '–' : id}</code>;
    return <span className={sideOf(found.profile)}>{appName(found.profile)}</span>;
}

function EventRow({ item, connections }: { item: Schemas['Event']; connections: Schemas['Connection'][] }) {
    const { t } = useTranslation();
    return (
        <>
            <Cell className={classes.type}>{typeWords(t, item.type)}</Cell>
            <Cell className={classes.from}>
                <From id={item.connection} connections={connections} />
            </Cell>
            <Cell className={classes.way}>{t(`event_source.${item.source}`)}</Cell>
            <Cell className={classes.record}>
                {item.record_id === '' ? <span className="dim">–</span> : <code>{item.record_id}</code>}
            </Cell>
            <Cell className={classes.state}>
                <StateMark tone={tones[item.state]}>{t(`event_state.${item.state}`)}</StateMark>
            </Cell>
            <Cell className={classes.when}>
                <Ago at={item.received_at} />
            </Cell>
        </>
    );
}

function Inspector({ id, connections }: { id: string; connections: Schemas['Connection'][] }) {
    const { t } = useTranslation();
    const path = usePath();
    const found = useEvent(id);
    const replay = useReplay();
    if (!found.isSuccess) return <NotShown what={t('event.unreadable')} error={found.error} retry={found.refetch} />;
    const event = found.data;
    return (
        <>
            <Head
                title={typeWords(t, event.type)}
                mark={<StateMark tone={tones[event.state]}>{t(`event_state.${event.state}`)}</StateMark>}
                meaning={noteOf(event) ?? t(`event.meaning_${event.state}`)}
            />
            <Facts>
                <dt>{t('events.from')}</dt>
                <dd>
                    <From id={event.connection} connections={connections} />
                </dd>
                <dt>{t('events.way')}</dt>
                <dd>{t(`event_source.${event.source}`)}</dd>
                <dt>{t('events.received')}</dt>
                <dd>
                    <Ago at={event.received_at} />
                </dd>
                <dt>{t('events.record')}</dt>
                <dd>
                    {event.record_id === '' ? (
                        '–'
                    ) : (
                        <Link to={path(`/records/${encodeURIComponent(event.record_id)}`)}>
                            <code>{event.record_id}</code>
                        </Link>
                    )}
                </dd>
                <dt>{t('event.delivery')}</dt>
                <dd>
                    <code>{event.delivery_id === '' ? '–' : event.delivery_id}</code>
                </dd>
                <dt>{t('event.attempts')}</dt>
                <dd className="numbers">{event.attempts}</dd>
                <dt>{t('events.type')}</dt>
                <dd>
                    <code>{event.type}</code>
                </dd>
                <dt>{t('event.id')}</dt>
                <dd>
                    <code>{event.id}</code>
                </dd>
            </Facts>
            {event.record_id !== '' && (
                <Button
                    variant="default"
                    leftSection={<IconRefresh size={16} />}
                    loading={replay.isPending}
                    onClick={() => {
                        replay.mutate(event.id);
                    }}
                >
                    {t('event.replay')}
                </Button>
            )}
            {replay.isSuccess && (
                <p className={classes.done} role="status">
                    {t('event.replayed')}
                </p>
            )}
            {replay.isError && <Trouble what={t('event.replay_failed')} error={replay.error} />}
            <Sub>{t('event.payload')}</Sub>
            {event.payload === undefined || event.payload === null ? (
                <p className="dim">{t('event.no_payload')}</p>
            ) : (
                <Raw label={t('event.payload')}>
                    {typeof event.payload === 'string' ? event.payload : JSON.stringify(event.payload, null, 2)}
                </Raw>
            )}
        </>
    );
}
