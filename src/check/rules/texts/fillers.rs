//! Words that may stand beside a name and say nothing of which figure is meant, each kind in a table of its own.

/// When: 截至12月31日. The years stand in their own table.
const TIME: &[&str] = &[
    "截至",
    "截止",
    "末",
    "底",
    "报告期",
    "期末",
    "年度",
    "年末",
    "年底",
    "年内",
    "一年来",
    "12月31日",
    "12月底",
    "12月末",
];
/// How much, where it makes the figure neither more nor less: 仅, but not 约 or 近.
const DEGREE: &[&str] = &[
    "共", "共计", "合计", "总计", "总共", "一共", "计", "总", "仅", "只", "仅有", "只有", "均",
    "全部", "分别", "最终", "实际", "现有", "具体", "广大", "全体",
];
/// That it is so: 达到.
const BEING: &[&str] = &[
    "为",
    "是",
    "达",
    "达到",
    "有",
    "共有",
    "数为",
    "了",
    "已",
    "已经",
    "如下",
    "包括",
    "包含",
    "主要包括",
    "主要是",
    "主要有",
];
/// That it was done, whatever it is: 完成.
const DOING: &[&str] = &[
    "完成",
    "实现",
    "发生",
    "开展",
    "举办",
    "组织",
    "经",
    "经核算",
    "安排",
    "自评",
    "用于",
    "主要用于",
];
/// What is counted, whatever it is: 数量.
const COUNTED: &[&str] = &[
    "数", "金额", "费", "费用", "经费", "资金", "数额", "总额", "数量", "总数", "次数", "人数",
    "活动", "任务", "工作", "情况", "方面",
];
/// Whose it is, and what holds a sentence together.
const AROUND: &[&str] = &[
    "其中", "的", "单位", "部门", "由", "从", "按", "于", "一是", "二是", "三是", "四是", "五是",
    "六是",
];
/// Words that may stand anywhere.
pub(super) const FILLERS: &[&[&str]] = &[TIME, DEGREE, BEING, DOING, COUNTED, AROUND, WHOLE];
/// Words that say that the figure is of the whole year.
pub(super) const WHOLE_YEAR: &[&str] =
    &["本年", "本年度", "今年", "全年", "当年", "全年度", "本年末"];
/// Words for all of a department.
pub(super) const WHOLE: &[&str] = &["部门整体", "整体"];

/// What is done to reach a result, so that it may stand beside the name of any indicator: 送戏下乡演出126场.
pub(super) const DONE: &[&str] = &[
    "演出", "进行", "实施", "发布", "编印", "印发", "发放", "开放", "接待", "服务", "办理", "受理",
    "检查", "巡查", "走访", "培训", "调查", "维护", "维修", "养护", "治理", "改造", "建设", "建成",
    "报送", "落实",
];
/// What an indicator counts, which its unit says as well: 送戏下乡场次126场, 治理河道长度12.6公里.
pub(super) const MEASURES: &[&str] = &[
    "场次", "人次", "户数", "家数", "天数", "件数", "个数", "页数", "台数", "期数", "长度", "面积",
    "规模", "总量", "量", "里程", "比例", "次",
];
