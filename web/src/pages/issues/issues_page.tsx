// SPDX-License-Identifier: Apache-2.0
// Everything that waits for a person, and what was settled.
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useStatus } from '../../api/queries';
import { IssueTabs } from './issue_tabs';
import { useIssues } from './queries';
import { AnswerList } from '../../parts/issues/answer_list';
import { IssueList } from '../../parts/issues/issues';
import { Chips } from '../../parts/list/list';
import { itemsOf, PagedRows } from '../../parts/list/paged_list';
import { exact } from '../../parts/numbers/say';
import { Empty, PageHead } from '../../parts/page/page';
import { WithSync } from '../../parts/with_sync';
import { useListAddress } from '../../parts/list/list_address';

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
    const open = status.data?.counts.open_issues;
    return (
        <>
            <PageHead
                title={t('frame.issues')}
                sentence={open === undefined || state === 'closed' ? t('issues.sentence') : t('issues.count', { count: open })}
            />
            <IssueTabs />
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
            <PagedRows
                pages={issues}
                unreadable={t('issues.unreadable')}
                empty={
                    state === 'open' ? (
                        <Empty kind="good" title={t('issues.none')}>
                            {t('issues.none_why')}
                        </Empty>
                    ) : (
                        <Empty kind="nothing" title={t('issues.none_closed')} />
                    )
                }
                shown={
                    state === 'closed' || open === undefined
                        ? undefined
                        : t('issues.shown', {
                              shown: exact(itemsOf(issues).length, i18n.language),
                              all: exact(open, i18n.language),
                          })
                }
            >
                {(items) => <IssueList sync={sync} issues={items} />}
            </PagedRows>
            {state === 'open' && <AnswerList sync={sync} />}
        </>
    );
}
