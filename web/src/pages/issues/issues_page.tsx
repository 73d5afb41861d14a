// SPDX-License-Identifier: Apache-2.0
// Everything that waits for a person, and what was settled.
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { useIssues } from '../../api/queries';
import { AnswerList } from '../../parts/issues/answer_list';
import { IssueList } from '../../parts/issues/issues';
import { Chips, ListSkeleton } from '../../parts/list/list';
import { Empty, PageHead, Trouble } from '../../parts/page/page';
import { WithSync } from '../../parts/with_sync';

export default function IssuesPage() {
    const { t } = useTranslation();
    return <WithSync title={t('frame.issues')}>{(sync) => <Issues sync={sync} />}</WithSync>;
}

function Issues({ sync }: { sync: Schemas['Sync'] }) {
    const { t } = useTranslation();
    const [parameters, setParameters] = useSearchParams();
    const state = parameters.get('state') === 'closed' ? 'closed' : 'open';
    const issues = useIssues(sync.id, state);
    const count = issues.data?.items.length ?? 0;
    return (
        <>
            <PageHead title={t('frame.issues')} sentence={issues.data === undefined || state === 'closed' ? t('issues.sentence') : t('issues.count', { count })} />
            <Chips
                label={t('issues.show')}
                chosen={state}
                options={[{ name: 'open', words: t('issues.open') }, { name: 'closed', words: t('issues.closed') }]}
                choose={(name) => { setParameters((before) => { before.set('state', name); return before; }, { replace: true }); }}
            />
            {issues.isError && <Trouble what={t('issues.unreadable')} error={issues.error} retry={() => { void issues.refetch(); }} />}
            {issues.isPending && <ListSkeleton columns="1fr" rows={4} />}
            {issues.data !== undefined && count > 0 && <IssueList sync={sync} issues={issues.data.items} />}
            {issues.data !== undefined && count === 0 && state === 'open' && <Empty kind="good" title={t('issues.none')}>{t('issues.none_why')}</Empty>}
            {state === 'open' && <AnswerList sync={sync} />}
            {issues.data !== undefined && count === 0 && state === 'closed' && <Empty kind="nothing" title={t('issues.none_closed')} />}
        </>
    );
}
