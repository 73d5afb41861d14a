// SPDX-License-Identifier: Apache-2.0
// Every run, newest first; which are shown stands in the address.
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Button } from '@mantine/core';
import type { Schemas } from '../../api/client';
import { Cell, Chips, HeadCell, ListTools } from '../../parts/list/list';
import { useListAddress } from '../../parts/list/list_address';
import { PagedList } from '../../parts/list/paged_list';
import { Ago } from '../../parts/numbers/numbers';
import { Empty, PageHead } from '../../parts/page/page';
import { RunState } from '../../parts/workflows/marks';
import { nameIn, useWorkflows } from '../../parts/workflows/queries';
import { useRuns } from './queries';
import classes from './runs.module.css';

const statuses = ['', 'running', 'waiting', 'unclear', 'done', 'failed', 'cancelled'] as const;

export default function RunsPage() {
    const { t, i18n } = useTranslation();
    const go = useNavigate();
    const address = useListAddress('/runs');
    const flows = useWorkflows().data?.items ?? [];
    const filter = {
        workflow: address.filter('workflow'),
        status: statuses.find((each) => each === address.filter('status')) ?? '',
    };
    const runs = useRuns(filter);
    const named = (id: string) => {
        const flow = flows.find((each) => each.id === id);
        return flow === undefined ? id : nameIn(flow.name, i18n.language, id);
    };
    const filtered = filter.workflow !== '' || filter.status !== '';
    return (
        <>
            <PageHead
                title={t('runs.title')}
                sentence={t('runs.sentence')}
                action={
                    <Button component={Link} to="/workflows" variant="default">
                        {t('flows.title')}
                    </Button>
                }
            />
            <ListTools>
                <NativeSelect
                    aria-label={t('runs.of')}
                    value={filter.workflow}
                    data={[
                        { value: '', label: t('runs.of_all') },
                        ...flows.map((each) => ({ value: each.id, label: named(each.id) })),
                        ...(filter.workflow === '' || flows.some((each) => each.id === filter.workflow)
                            ? []
                            : [{ value: filter.workflow, label: filter.workflow }]),
                    ]}
                    onChange={(event) => {
                        address.setFilter('workflow', event.currentTarget.value);
                    }}
                />
                <Chips
                    label={t('runs.state')}
                    chosen={filter.status}
                    options={statuses.map((name) => ({ name, words: name === '' ? t('events.all') : t(`runs.status.${name}`) }))}
                    choose={(name) => {
                        address.setFilter('status', name);
                    }}
                />
            </ListTools>
            <PagedList
                pages={runs}
                unreadable={t('runs.unreadable')}
                empty={
                    filtered ? (
                        <Empty
                            kind="nothing"
                            title={t('runs.none_so')}
                            action={
                                <Button variant="default" onClick={address.clearFilters}>
                                    {t('runs.show_all')}
                                </Button>
                            }
                        />
                    ) : (
                        <Empty kind={flows.length === 0 ? 'unset' : 'nothing'} title={t('runs.none')}>
                            {t('runs.none_why')}
                        </Empty>
                    )
                }
                label={t('runs.title')}
                id={(run: Schemas['WorkflowRun']) => run.id}
                opened={null}
                open={(run) => {
                    void go(`/runs/${run.id}`);
                }}
                columns="minmax(0, 1.6fr) 150px minmax(0, 1.4fr) 150px"
                head={
                    <>
                        <HeadCell>{t('runs.workflow')}</HeadCell>
                        <HeadCell>{t('runs.state')}</HeadCell>
                        <HeadCell>{t('runs.where')}</HeadCell>
                        <HeadCell>{t('runs.began')}</HeadCell>
                    </>
                }
                row={(run) => (
                    <>
                        <Cell>
                            <b>{named(run.workflow)}</b>{' '}
                            <span className="small dim">{t('flows.version', { version: run.version })}</span>
                        </Cell>
                        <Cell>
                            <RunState status={run.status} />
                        </Cell>
                        <Cell className={classes.where}>
                            {run.error_step !== '' ? (
                                t('runs.failed_at', { step: run.error_step })
                            ) : run.wakes_at !== null && run.status === 'waiting' ? (
                                <>
                                    {t('runs.waits_until')} <Ago at={run.wakes_at} />
                                </>
                            ) : (
                                ''
                            )}
                        </Cell>
                        <Cell className={classes.began}>
                            <Ago at={run.started_at} />
                        </Cell>
                    </>
                )}
            />
        </>
    );
}
