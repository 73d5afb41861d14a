// SPDX-License-Identifier: Apache-2.0
// Everything that waits for a person, and what was settled.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useStatus } from '../../api/queries';
import { useIssues } from './queries';
import { AnswerList } from '../../parts/issues/answer_list';
import { IssueList } from '../../parts/issues/issues';
import { Chips, ListSkeleton } from '../../parts/list/list';
import { exact } from '../../parts/numbers/say';
import { Empty, PageHead, Trouble } from '../../parts/page/page';
import { WithSync } from '../../parts/with_sync';
import { useListAddress } from '../../parts/list/list_address';
import classes from './issues_page.module.css';

export default function IssuesPage() {
    const { t } = useTranslation();
    return <WithSync title={t('frame.issues')}>{(sync) => <Issues sync={sync} />}</WithSync>;
}

function Issues({ sync }: { sync: Schemas['Sync'] }) {
    const { t, i18n } = useTranslation();
    const address = useListAddress('/issues');
    const state = address.filter('state') === 'closed' ? 'closed' : 'open';
    const issues = useIssues(sync.id, state);
    const status = useStatus(sync.id);
    const items = issues.data?.pages.flatMap((page) => page.items) ?? [];
    const count = items.length;
    const open = status.data?.counts.open_issues;
    return (
        <>
            <PageHead
                title={t('frame.issues')}
                sentence={open === undefined || state === 'closed' ? t('issues.sentence') : t('issues.count', { count: open })}
            />
            <Chips
                label={t('issues.show')}
                chosen={state}
                options={[
                    { name: 'open', words: t('issues.open') },
                    { name: 'closed', words: t('issues.closed') },
                ]}
                choose={(name) => {
                    address.setFilter('state', name);
                }}
            />
            {issues.isError && (
                <Trouble
                    what={t('issues.unreadable')}
                    error={issues.error}
                    retry={() => {
                        void issues.refetch();
                    }}
                />
            )}
            {issues.isPending && <ListSkeleton columns="1fr" rows={4} />}
            {issues.data !== undefined && count > 0 && <IssueList sync={sync} issues={items} />}
            {issues.hasNextPage && (
                <div className={classes.more}>
                    <Button
                        variant="default"
                        loading={issues.isFetchingNextPage}
                        onClick={() => {
                            void issues.fetchNextPage();
                        }}
                    >
                        {t('issues.more')}
                    </Button>
                    {state === 'open' && open !== undefined && (
                        <span className="dim numbers">
                            {t('issues.shown', { shown: exact(count, i18n.language), all: exact(open, i18n.language) })}
                        </span>
                    )}
                </div>
            )}
            {issues.data !== undefined && count === 0 && state === 'open' && (
                <Empty kind="good" title={t('issues.none')}>
                    {t('issues.none_why')}
                </Empty>
            )}
            {state === 'open' && <AnswerList sync={sync} />}
            {issues.data !== undefined && count === 0 && state === 'closed' && (
                <Empty kind="nothing" title={t('issues.none_closed')} />
            )}
        </>
    );
}
