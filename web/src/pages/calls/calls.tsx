// SPDX-License-Identifier: Apache-2.0
// Everything that was asked of the apps, each try, with request and reply as they were kept.
import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { useInstallation } from '../../api/queries';
import { ActivityTabs } from '../../parts/activity_tabs';
import { connectionName, useCurrent } from '../../parts/current_sync';
import { Cell, Chips, HeadCell, ListTools } from '../../parts/list/list';
import { useListAddress } from '../../parts/list/list_address';
import { PagedList, itemsOf } from '../../parts/list/paged_list';
import { Ago } from '../../parts/numbers/numbers';
import { Empty, PageHead, StateMark, Trouble } from '../../parts/page/page';
import { Panel } from '../../parts/panel';
import { NotSetUp } from '../../parts/with_sync';
import classes from './calls.module.css';
import { CallPanel, CallOf, outcome_tones, useMilliseconds } from './call_panel';
import { type CallFilter, useCalls, useExport } from './queries';
import { fromField, toField } from './shown';

const narrow_query = '(max-width: 760px)';
const above = ['outcome', 'connection']; // what is chosen above the search
const outcomes = ['', 'done', 'refused', 'retry_later', 'unknown'] as const;

export default function CallsPage() {
    const { t } = useTranslation();
    const { call } = useParams();
    const address = useListAddress('/calls');
    const { connections, loading } = useCurrent();
    const days = useInstallation().data?.retention.events_days;
    const filter: CallFilter = {
        outcome: outcomes.find((each) => each === address.filter('outcome')) ?? '',
        connection: address.filter('connection'),
        operation: address.filter('operation'),
        record: address.filter('record'),
        from: address.filter('from'),
        to: address.filter('to'),
    };
    const follows = address.filter('live') === '1';
    const calls = useCalls(filter, follows);
    const items = itemsOf(calls);
    const filtered = Object.values(filter).some((value) => value !== '');
    return (
        <>
            <PageHead
                title={t('frame.calls')}
                sentence={
                    days === undefined
                        ? t('calls.sentence')
                        : days === 0
                          ? t('calls.sentence_for_ever')
                          : t('calls.sentence_days', { count: days })
                }
                action={items.length > 0 ? <Export filter={filter} /> : undefined}
            />
            <ActivityTabs />
            <ListTools>
                <Chips
                    label={t('calls.outcome')}
                    chosen={filter.outcome}
                    options={outcomes.map((name) => ({ name, words: name === '' ? t('events.all') : t(`call_outcome.${name}`) }))}
                    choose={(name) => {
                        address.setFilter('outcome', name);
                    }}
                />
                {connections.length > 0 && (
                    <NativeSelect
                        aria-label={t('events.filter_connection')}
                        value={filter.connection}
                        data={[
                            { value: '', label: t('calls.every_connection') },
                            ...connections.map((each) => ({ value: each.id, label: connectionName(each) })),
                            { value: 'none', label: t('calls.no_connection') },
                        ]}
                        onChange={(happened) => {
                            address.setFilter('connection', happened.currentTarget.value);
                        }}
                    />
                )}
                <Switch
                    label={t('calls.live')}
                    checked={follows}
                    onChange={(happened) => {
                        address.setFilter('live', happened.currentTarget.checked ? '1' : '');
                    }}
                />
            </ListTools>
            <Search
                key={JSON.stringify(filter)}
                filter={filter}
                set={address.setFilter}
                clear={filtered ? address.clearFilters : undefined}
            />
            <PagedList
                pages={calls}
                unreadable={t('calls.unreadable')}
                empty={
                    !loading && connections.length === 0 && !filtered ? (
                        <NotSetUp connections={0} />
                    ) : filtered ? (
                        <Empty
                            kind="nothing"
                            title={t('calls.none_filtered')}
                            action={
                                <Button variant="default" onClick={address.clearFilters}>
                                    {t('calls.clear')}
                                </Button>
                            }
                        />
                    ) : (
                        <Empty kind="nothing" title={t('calls.none')}>
                            {t('calls.none_why')}
                        </Empty>
                    )
                }
                label={t('frame.calls')}
                id={(item) => item.id}
                opened={call ?? null}
                open={(item) => {
                    address.open(item.id);
                }}
                columns="var(--call-columns)"
                head={
                    <>
                        <HeadCell>{t('calls.operation')}</HeadCell>
                        <HeadCell>{t('calls.to_app')}</HeadCell>
                        <HeadCell>{t('events.record')}</HeadCell>
                        <HeadCell>{t('calls.outcome')}</HeadCell>
                        <HeadCell>
                            <span className={classes.number_head}>{t('calls.status')}</span>
                        </HeadCell>
                        <HeadCell>
                            <span className={classes.number_head}>{t('calls.took')}</span>
                        </HeadCell>
                        <HeadCell>{t('calls.when')}</HeadCell>
                    </>
                }
                row={(item) => <CallRow item={item} />}
            />
            <Panel
                opened={call !== undefined}
                close={() => {
                    address.open(null);
                }}
                label={t('call.label')}
            >
                {call !== undefined && <CallPanel id={call} open={address.open} />}
            </Panel>
        </>
    );
}

function CallRow({ item }: { item: Schemas['Call'] }) {
    const { t } = useTranslation();
    const milliseconds = useMilliseconds();
    return (
        <>
            <Cell className={classes.operation}>{item.operation}</Cell>
            <Cell className={classes.from}>
                <CallOf connection={item.connection} />
            </Cell>
            <Cell className={classes.record}>
                {item.record_id === '' ? <span className="dim">–</span> : <code>{item.record_id}</code>}
            </Cell>
            <Cell className={classes.outcome}>
                <StateMark tone={outcome_tones[item.outcome]}>{t(`call_outcome.${item.outcome}`)}</StateMark>
            </Cell>
            <Cell className={classes.number}>
                <span className="numbers">{item.status === 0 ? '–' : item.status}</span>
            </Cell>
            <Cell className={classes.number}>
                <span className="numbers">{milliseconds(item.took_ms)}</span>
            </Cell>
            <Cell className={classes.when}>
                <Ago at={item.at} />
            </Cell>
        </>
    );
}

// Typed text counts when it is sent off: each is a search on the server.
function Search({
    filter,
    set,
    clear,
}: {
    filter: CallFilter;
    set: (name: string, value: string) => void;
    clear: (() => void) | undefined;
}) {
    const { t } = useTranslation();
    const [operation, setOperation] = useState(filter.operation);
    const [record, setRecord] = useState(filter.record);
    const submit = (event: FormEvent) => {
        event.preventDefault();
        if (operation.trim() !== filter.operation) set('operation', operation.trim());
        if (record.trim() !== filter.record) set('record', record.trim());
    };
    return (
        <details
            className={classes.fold}
            open={
                !matchMedia(narrow_query).matches ||
                Object.entries(filter).some(([name, value]) => value !== '' && !above.includes(name))
            }
        >
            <summary>{t('calls.search')}</summary>
            <form className={classes.search} onSubmit={submit} role="search">
                <TextInput
                    label={t('calls.operation')}
                    placeholder="contacts.update_contact"
                    value={operation}
                    onChange={(event) => {
                        setOperation(event.currentTarget.value);
                    }}
                    onBlur={submit}
                    spellCheck={false}
                    maxLength={200}
                />
                <TextInput
                    label={t('calls.record')}
                    value={record}
                    onChange={(event) => {
                        setRecord(event.currentTarget.value);
                    }}
                    onBlur={submit}
                    spellCheck={false}
                    maxLength={300}
                />
                <TextInput
                    type="datetime-local"
                    label={t('calls.from')}
                    value={toField(filter.from)}
                    onChange={(event) => {
                        set('from', fromField(event.currentTarget.value));
                    }}
                />
                <TextInput
                    type="datetime-local"
                    label={t('calls.to')}
                    value={toField(filter.to)}
                    onChange={(event) => {
                        set('to', fromField(event.currentTarget.value));
                    }}
                />
                <Button type="submit" variant="default" className={classes.button ?? ''}>
                    {t('calls.search')}
                </Button>
                {clear !== undefined && (
                    <Button variant="subtle" className={classes.button ?? ''} onClick={clear}>
                        {t('calls.clear')}
                    </Button>
                )}
            </form>
        </details>
    );
}

function Export({ filter }: { filter: CallFilter }) {
    const { t } = useTranslation();
    const exported = useExport();
    const save = () => {
        exported.mutate(filter, {
            onSuccess: (file) => {
                const link = document.createElement('a');
                link.href = URL.createObjectURL(file);
                link.download = 'calls.har';
                link.click();
                URL.revokeObjectURL(link.href);
            },
        });
    };
    return (
        <>
            <Button
                variant="default"
                leftSection={<IconDownload size={16} />}
                loading={exported.isPending}
                onClick={save}
                title={t('calls.export_why')}
            >
                {t('calls.export')}
            </Button>
            {exported.isError && <Trouble what={t('calls.export_failed')} error={exported.error} />}
        </>
    );
}
