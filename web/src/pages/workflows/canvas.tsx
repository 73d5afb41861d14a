// SPDX-License-Identifier: Apache-2.0
// The canvas: triggers on top, one step below the other, branches beside each other, a + wherever a step can be put.
import { Menu, UnstyledButton } from '@mantine/core';
import {
    IconArrowsSplit2,
    IconBolt,
    IconBraces,
    IconCalendarClock,
    IconCircleX,
    IconClockHour4,
    IconCornerUpLeft,
    IconDots,
    IconEar,
    IconGitBranch,
    IconGitFork,
    IconPlayerStop,
    IconPlus,
    IconRepeat,
    IconSend,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { type KeyboardEvent, memo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { StateMark } from '../../parts/page/page';
import { nameIn } from '../../parts/workflows/queries';
import type { Acts, Catalogue, Chosen, TrialRun } from './acts';
import classes from './builder.module.css';
import {
    type Branch,
    branchesOf,
    type Definition,
    first_list,
    keyOf,
    type Kind,
    type Path,
    type Step,
    type Trigger,
} from './definition';
import { useSaid } from './said';
import { given_by } from './trial_input';

export const chosenKey = (chosen: Chosen): string =>
    chosen.what === 'step' ? keyOf(chosen.path) : chosen.what === 'trigger' ? `trigger-${chosen.index}` : 'head';

export const kind_icons: Record<Kind, typeof IconBolt> = {
    call: IconSend,
    if: IconGitBranch,
    switch: IconArrowsSplit2,
    wait: IconClockHour4,
    wait_until: IconCalendarClock,
    wait_for_event: IconEar,
    loop: IconRepeat,
    parallel: IconGitFork,
    set: IconBraces,
    stop: IconPlayerStop,
    go_to: IconCornerUpLeft,
};

interface Shared {
    definition: Definition;
    catalogue: Catalogue;
    problems: Schemas['WorkflowProblem'][];
    trial: TrialRun | null;
    chosen: Chosen | null;
    choose: (chosen: Chosen | null) => void;
    add: (where: { list: Path; index: number } | 'trigger') => void;
    acts: Acts;
}

// The arrows walk the cards in the order in which they stand.
function walk(event: KeyboardEvent<HTMLElement>) {
    if (event.altKey || event.ctrlKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    if (!(event.target instanceof HTMLElement) || event.target.dataset['card'] === undefined) return;
    const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-card]')];
    const next = cards[cards.indexOf(event.target) + (event.key === 'ArrowDown' ? 1 : -1)];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
}

export function Canvas(shared: Shared) {
    const { t } = useTranslation();
    const { definition, chosen, choose, add, problems } = shared;
    return (
        <div className={classes.canvas} role="group" aria-label={t('build.canvas')} onKeyDown={walk}>
            <ol className={classes.triggers} aria-label={t('build.triggers')}>
                {definition.triggers.map((trigger, index) => (
                    <li key={index}>
                        <TriggerCard
                            definition={definition}
                            trigger={trigger}
                            index={index}
                            catalogue={shared.catalogue}
                            chosen={chosen?.what === 'trigger' && chosen.index === index}
                            choose={choose}
                            problems={problems.filter((each) => each.field.startsWith(`triggers[${index}]`)).length}
                        />
                    </li>
                ))}
                <li>
                    <UnstyledButton
                        className={classes.add_trigger}
                        onClick={() => {
                            add('trigger');
                        }}
                    >
                        <IconPlus size={14} aria-hidden /> {t('build.add_trigger')}
                    </UnstyledButton>
                </li>
            </ol>
            <List {...shared} steps={definition.steps} list={first_list} />
            <p className={classes.end}>{t('build.end')}</p>
        </div>
    );
}

function Card({
    name,
    Icon,
    title,
    detail,
    id,
    chosen,
    problems,
    note,
    act,
    went,
    kind,
}: {
    name: string;
    Icon: typeof IconBolt;
    title: string;
    detail: string;
    id: string;
    chosen: boolean;
    problems: number;
    note?: string | undefined;
    act: () => void;
    went?: { tone: 'ok' | 'failed' | 'wait' | 'attention'; text: string } | undefined;
    kind: string;
}) {
    const { t } = useTranslation();
    return (
        <UnstyledButton className={classes.card} data-card={name} data-kind={kind} aria-pressed={chosen} onClick={act}>
            <span className={classes.card_icon}>
                <Icon size={18} stroke={1.7} aria-hidden />
            </span>
            <span className={classes.card_text}>
                <b>{title}</b>
                {detail !== '' && <span className="small dim">{detail}</span>}
                {id !== '' && <code>{id}</code>}
                {note !== undefined && note !== '' && <span className={classes.note}>{note}</span>}
                {problems > 0 && <StateMark tone="failed">{t('flows.problems', { count: problems })}</StateMark>}
                {went !== undefined && (
                    <span className={classes.went}>
                        <StateMark tone={went.tone}>{went.text}</StateMark>
                    </span>
                )}
            </span>
        </UnstyledButton>
    );
}

const TriggerCard = memo(function TriggerCard({
    definition,
    trigger,
    index,
    catalogue,
    chosen,
    choose,
    problems,
}: {
    definition: Definition;
    trigger: Trigger;
    index: number;
    catalogue: Catalogue;
    chosen: boolean;
    choose: (chosen: Chosen) => void;
    problems: number;
}) {
    const { t } = useTranslation();
    const said = useSaid(definition, catalogue);
    return (
        <Card
            name={`trigger-${index}`}
            kind="trigger"
            Icon={IconBolt}
            title={said.operation(trigger.on)}
            detail={[said.app(trigger.on), trigger.when === undefined ? '' : t('build.filtered')]
                .filter((each) => each !== '')
                .join(' · ')}
            id=""
            chosen={chosen}
            problems={problems}
            act={() => {
                choose({ what: 'trigger', index });
            }}
        />
    );
});

function List(shared: Shared & { steps: Step[]; list: Path }) {
    const { steps, list, add } = shared;
    return (
        <ol className={classes.list}>
            <Plus list={list} index={0} add={add} acts={shared.acts} />
            {steps.map((step, index) => (
                <li key={step.id} className={classes.step}>
                    <StepOf {...shared} step={step} path={[...list, index]} />
                    <Plus list={list} index={index + 1} add={add} acts={shared.acts} inside />
                </li>
            ))}
        </ol>
    );
}

function Plus({
    list,
    index,
    add,
    acts,
    inside = false,
}: {
    list: Path;
    index: number;
    add: Shared['add'];
    acts: Acts;
    inside?: boolean;
}) {
    const { t } = useTranslation();
    const Tag = inside ? 'div' : 'li';
    const button = (
        <UnstyledButton
            className={classes.plus}
            aria-label={t('build.add_step')}
            data-plus={`${keyOf(list)}/${index}`}
            onClick={() => {
                add({ list, index });
            }}
            onContextMenu={(event) => {
                if (!acts.can_paste()) return;
                event.preventDefault();
                acts.paste(list, index);
            }}
        >
            <IconPlus size={14} aria-hidden />
        </UnstyledButton>
    );
    return <Tag className={classes.joint}>{button}</Tag>;
}

function StepOf(shared: Shared & { step: Step; path: Path }) {
    const { step, path, definition, catalogue, chosen, choose, problems, trial, acts } = shared;
    const { t, i18n } = useTranslation();
    const said = useSaid(definition, catalogue);
    const branches = branchesOf(step);
    const key = keyOf(path);
    const menu = useRef<HTMLButtonElement>(null);
    const notes = trial?.steps.filter((note) => note.step === step.id) ?? [];
    const last = notes[notes.length - 1];
    const is_error = last?.what === 'failed';
    const went =
        trial === null
            ? undefined
            : last === undefined
              ? { tone: 'wait' as const, text: t('trial.not_reached') }
              : {
                    tone: is_error ? ('failed' as const) : last.what === 'done' ? ('ok' as const) : ('wait' as const),
                    text: `${t(`runs.what.${last.what}`)}${short(given_by(step, trial)?.data)}`,
                };
    const own = step.name === undefined ? '' : nameIn(step.name, i18n.language);
    return (
        <>
            <div className={classes.card_row}>
                <Card
                    name={key}
                    kind={step.do}
                    Icon={kind_icons[step.do]}
                    title={own || said.step(step)}
                    detail={said.detail(step)}
                    id={step.id}
                    note={step.note}
                    chosen={chosen?.what === 'step' && keyOf(chosen.path) === key}
                    problems={problems.filter((each) => each.step === step.id).length}
                    went={went}
                    act={() => {
                        choose({ what: 'step', path });
                    }}
                />
                <Menu position="bottom-end" width={220}>
                    <Menu.Target>
                        <UnstyledButton
                            ref={menu}
                            className={classes.card_menu}
                            aria-label={t('build.acts_of', { step: step.id })}
                        >
                            <IconDots size={16} aria-hidden />
                        </UnstyledButton>
                    </Menu.Target>
                    <Menu.Dropdown>
                        {(
                            [
                                [
                                    'up',
                                    () => {
                                        acts.move(path, -1);
                                    },
                                ],
                                [
                                    'down',
                                    () => {
                                        acts.move(path, 1);
                                    },
                                ],
                                [
                                    'duplicate',
                                    () => {
                                        acts.duplicate(path);
                                    },
                                ],
                                [
                                    'copy',
                                    () => {
                                        acts.copy(path);
                                    },
                                ],
                                [
                                    'remove',
                                    () => {
                                        acts.remove(path);
                                    },
                                ],
                            ] as const
                        ).map(([word, act]) => (
                            <Menu.Item
                                key={word}
                                onClick={act}
                                {...(word === 'remove' ? { color: 'red', leftSection: <IconCircleX size={14} /> } : {})}
                            >
                                {t(`build.act.${word}`)}
                            </Menu.Item>
                        ))}
                        {acts.can_paste() && (
                            <Menu.Item
                                onClick={() => {
                                    acts.paste(path.slice(0, -1), Number(path[path.length - 1]) + 1);
                                }}
                            >
                                {t('build.act.paste')}
                            </Menu.Item>
                        )}
                    </Menu.Dropdown>
                </Menu>
            </div>
            {branches.length > 0 && (
                <div className={classes.branches}>
                    {branches.map((branch) => (
                        <section
                            key={keyOf(branch.path)}
                            className={classes.branch}
                            data-word={branch.word}
                            aria-label={`${step.id}: ${branchWords(t, branch)}`}
                        >
                            <h3 className={classes.branch_name}>{branchWords(t, branch)}</h3>
                            <List {...shared} steps={branch.steps} list={[...path, ...branch.path]} />
                        </section>
                    ))}
                </div>
            )}
        </>
    );
}

function branchWords(t: TFunction, branch: Branch): string {
    if (branch.word === 'case') return t('build.branch.case', { name: branch.name === '' ? '…' : branch.name });
    if (branch.word === 'branch') return branch.name ?? '';
    return t(`build.branch.${branch.word}`);
}

function short(value: unknown): string {
    if (value === null || value === undefined) return '';
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return text === '{}' || text === '""' ? '' : `: ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
}
