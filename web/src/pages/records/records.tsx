// SPDX-License-Identifier: Apache-2.0
// Everybody on both sides: search, filter, walk, open. What is searched and filtered stands in the address.
import { Button } from '@mantine/core';
import { IconArrowsLeftRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { type RecordFilter, useStatus } from '../../api/queries';
import { useRecords } from './queries';
import { PersonName } from '../../parts/changes/sentences';
import { inSync, sideNames } from '../../parts/current_sync';
import { Cell, Chips, HeadCell, ListTools } from '../../parts/list/list';
import { SearchField } from '../../parts/list/search_field';
import { useListAddress } from '../../parts/list/list_address';
import { PagedList } from '../../parts/list/paged_list';
import { Ago } from '../../parts/numbers/numbers';
import { exact } from '../../parts/numbers/say';
import { Empty, PageHead } from '../../parts/page/page';
import { Panel } from '../../parts/panel';
import { WithSync } from '../../parts/with_sync';
import { AddPerson } from './add_person';
import { RecordMark } from './record_mark';
import { RecordPanel } from './record_panel';
import classes from './records.module.css';

const adding = 'new'; // in place of a record's id in the address
const states = ['', 'linked', 'unlinked', 'unsure'] as const;

export default function RecordsPage() {
    const { t } = useTranslation();
    return <WithSync title={t('frame.records')}>{(sync) => <Records sync={sync} />}</WithSync>;
}

function Records({ sync }: { sync: Schemas['Sync'] }) {
    const { t, i18n } = useTranslation();
    const { record } = useParams();
    const address = useListAddress(inSync(sync.id, '/records'));
    const state = states.find((each) => each === address.filter('state')) ?? '';
    const filter: RecordFilter = { query: address.filter('query'), state };
    const records = useRecords(sync.id, filter);
    const status = useStatus(sync.id);
    const names = sideNames(sync);
    return (
        <>
            <PageHead
                title={t('frame.records')}
                sentence={
                    status.data === undefined
                        ? t('records.sentence')
                        : t('records.counts', {
                              linked: exact(status.data.counts.linked, i18n.language),
                              left_only: exact(status.data.counts.unlinked_a, i18n.language),
                              right_only: exact(status.data.counts.unlinked_b, i18n.language),
                              left: names.a,
                              right: names.b,
                          })
                }
                action={
                    <Button
                        variant="default"
                        onClick={() => {
                            address.open(adding);
                        }}
                    >
                        {t('records.add')}
                    </Button>
                }
            />
            <ListTools>
                <SearchField
                    text={filter.query}
                    words={t('records.search')}
                    search={(text) => {
                        address.setFilter('query', text);
                    }}
                />
                <Chips
                    label={t('records.filter')}
                    chosen={state}
                    options={states.map((name) => ({ name, words: t(`records.show_${name === '' ? 'all' : name}`) }))}
                    choose={(name) => {
                        address.setFilter('state', name);
                    }}
                />
            </ListTools>
            {filter.query !== '' && records.data?.pages.some((page) => !page.names_complete) === true && (
                <p className="small dim" role="status">
                    {t('records.names_incomplete')}
                </p>
            )}
            <PagedList
                pages={records}
                unreadable={t('records.unreadable')}
                empty={<NoRecords sync={sync} filter={filter} all={address.clearFilters} />}
                label={t('frame.records')}
                id={idOf}
                opened={record ?? null}
                open={(item) => {
                    address.open(idOf(item));
                }}
                columns="var(--record-columns)"
                head={
                    <>
                        <HeadCell>{t('records.person')}</HeadCell>
                        <HeadCell>{t('records.email')}</HeadCell>
                        <HeadCell>{t('records.phone')}</HeadCell>
                        <HeadCell>{t('records.state')}</HeadCell>
                        <HeadCell>{t('records.changed')}</HeadCell>
                    </>
                }
                row={(item) => <RecordRow sync={sync} item={item} />}
            />
            <Panel
                opened={record !== undefined}
                close={() => {
                    address.open(null);
                }}
                label={t(record === adding ? 'records.add' : 'record.label')}
            >
                {record === adding ? (
                    <AddPerson sync={sync} />
                ) : (
                    record !== undefined && <RecordPanel key={record} sync={sync} record={record} />
                )}
            </Panel>
        </>
    );
}

function idOf(item: Schemas['RecordSummary']): string {
    return item.link_id ?? item.a_record ?? item.b_record ?? '';
}

function RecordRow({ sync, item }: { sync: Schemas['Sync']; item: Schemas['RecordSummary'] }) {
    return (
        <>
            <Cell className={classes.name}>
                <PersonName summary={item} fallback={idOf(item)} />
            </Cell>
            <Cell className={classes.email}>{item.email ?? <None />}</Cell>
            <Cell className={classes.phone}>{item.phone ?? <None />}</Cell>
            <Cell className={classes.state}>
                <RecordMark sync={sync} state={item.state} />
            </Cell>
            <Cell className={classes.changed}>{item.updated_at !== null && <Ago at={item.updated_at} />}</Cell>
        </>
    );
}

function None() {
    const { t } = useTranslation();
    return (
        <span className="dim" aria-label={t('value.blank')}>
            –
        </span>
    );
}

function NoRecords({ sync, filter, all }: { sync: Schemas['Sync']; filter: RecordFilter; all: () => void }) {
    const { t } = useTranslation();
    if (filter.query !== '') {
        return (
            <Empty
                kind="nothing"
                title={t('records.not_found', { query: filter.query })}
                action={
                    <Button variant="default" onClick={all}>
                        {t('records.show_everybody')}
                    </Button>
                }
            >
                {t('records.not_found_why')}
            </Empty>
        );
    }
    if (filter.state === 'unsure')
        return (
            <Empty kind="good" title={t('records.none_unsure')}>
                {t('records.none_unsure_why')}
            </Empty>
        );
    if (filter.state === 'unlinked')
        return (
            <Empty kind="good" title={t('records.none_unlinked')}>
                {t('records.none_unlinked_why')}
            </Empty>
        );
    return (
        <Empty
            kind="nothing"
            title={t('records.none')}
            action={
                sync.state === 'draft' ? (
                    <Button component={Link} to={inSync(sync.id, '/plan')} leftSection={<IconArrowsLeftRight size={16} />}>
                        {t('home.see_plan')}
                    </Button>
                ) : undefined
            }
        >
            {t('records.none_why')}
        </Empty>
    );
}
