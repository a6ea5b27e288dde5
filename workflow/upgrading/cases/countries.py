"""Numeric country codes to ISO 3166-1 alpha-3, where a file gives nothing better.

UN Comtrade, CEPII BACI and FAOSTAT print numeric codes that are those of ISO 3166-1 (the UN's M49)
save for a few. What stands in a file or in the code table that comes with it goes before this.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from upgrading.faults import shown

_ISO_3166_1: Final = """
    004 AFG  008 ALB  010 ATA  012 DZA  016 ASM  020 AND  024 AGO  028 ATG  031 AZE  032 ARG
    036 AUS  040 AUT  044 BHS  048 BHR  050 BGD  051 ARM  052 BRB  056 BEL  060 BMU  064 BTN
    068 BOL  070 BIH  072 BWA  074 BVT  076 BRA  084 BLZ  086 IOT  090 SLB  092 VGB  096 BRN
    100 BGR  104 MMR  108 BDI  112 BLR  116 KHM  120 CMR  124 CAN  132 CPV  136 CYM  140 CAF
    144 LKA  148 TCD  152 CHL  156 CHN  158 TWN  162 CXR  166 CCK  170 COL  174 COM  175 MYT
    178 COG  180 COD  184 COK  188 CRI  191 HRV  192 CUB  196 CYP  203 CZE  204 BEN  208 DNK
    212 DMA  214 DOM  218 ECU  222 SLV  226 GNQ  231 ETH  232 ERI  233 EST  234 FRO  238 FLK
    239 SGS  242 FJI  246 FIN  248 ALA  250 FRA  254 GUF  258 PYF  260 ATF  262 DJI  266 GAB
    268 GEO  270 GMB  275 PSE  276 DEU  288 GHA  292 GIB  296 KIR  300 GRC  304 GRL  308 GRD
    312 GLP  316 GUM  320 GTM  324 GIN  328 GUY  332 HTI  334 HMD  336 VAT  340 HND  344 HKG
    348 HUN  352 ISL  356 IND  360 IDN  364 IRN  368 IRQ  372 IRL  376 ISR  380 ITA  384 CIV
    388 JAM  392 JPN  398 KAZ  400 JOR  404 KEN  408 PRK  410 KOR  414 KWT  417 KGZ  418 LAO
    422 LBN  426 LSO  428 LVA  430 LBR  434 LBY  438 LIE  440 LTU  442 LUX  446 MAC  450 MDG
    454 MWI  458 MYS  462 MDV  466 MLI  470 MLT  474 MTQ  478 MRT  480 MUS  484 MEX  492 MCO
    496 MNG  498 MDA  499 MNE  500 MSR  504 MAR  508 MOZ  512 OMN  516 NAM  520 NRU  524 NPL
    528 NLD  531 CUW  533 ABW  534 SXM  535 BES  540 NCL  548 VUT  554 NZL  558 NIC  562 NER
    566 NGA  570 NIU  574 NFK  578 NOR  580 MNP  581 UMI  583 FSM  584 MHL  585 PLW  586 PAK
    591 PAN  598 PNG  600 PRY  604 PER  608 PHL  612 PCN  616 POL  620 PRT  624 GNB  626 TLS
    630 PRI  634 QAT  638 REU  642 ROU  643 RUS  646 RWA  652 BLM  654 SHN  659 KNA  660 AIA
    662 LCA  663 MAF  666 SPM  670 VCT  674 SMR  678 STP  682 SAU  686 SEN  688 SRB  690 SYC
    694 SLE  702 SGP  703 SVK  704 VNM  705 SVN  706 SOM  710 ZAF  716 ZWE  724 ESP  728 SSD
    729 SDN  732 ESH  740 SUR  744 SJM  748 SWZ  752 SWE  756 CHE  760 SYR  762 TJK  764 THA
    768 TGO  772 TKL  776 TON  780 TTO  784 ARE  788 TUN  792 TUR  795 TKM  796 TCA  798 TUV
    800 UGA  804 UKR  807 MKD  818 EGY  826 GBR  831 GGY  832 JEY  833 IMN  834 TZA  840 USA
    850 VIR  854 BFA  858 URY  860 UZB  862 VEN  876 WLF  882 WSM  887 YEM  894 ZMB
"""

_WITHDRAWN: Final = "200 CSK  278 DDR  530 ANT  810 SUN  890 YUG  891 SCG"
"""States of the past that the series still hold."""


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return {str(int(code)): iso3 for code, iso3 in zip(words[::2], words[1::2], strict=True)}


ALPHA_3: Final = _pairs(_WITHDRAWN) | _pairs(_ISO_3166_1)
"""Numeric code, without leading zeros, to alpha-3."""

PRESENT: Final = frozenset(_pairs(_ISO_3166_1).values())
"""The alpha-3 codes of ISO 3166-1, without those withdrawn."""

COMTRADE_ALPHA_3: Final = ALPHA_3 | {
    "58": "BEL",  # with Luxembourg, until 1998
    "230": "ETH",  # with Eritrea, until 1992
    "251": "FRA",  # with Monaco
    "280": "DEU",  # the Federal Republic, until 1990
    "381": "ITA",
    "579": "NOR",  # with Svalbard
    "699": "IND",
    "711": "ZAF",  # the Southern African Customs Union, until 1999
    "736": "SDN",  # with South Sudan, until 2011
    "757": "CHE",  # with Liechtenstein
    "842": "USA",  # with Puerto Rico and the Virgin Islands
}
"""The same for UN Comtrade and BACI, whose customs territories differ from ISO's countries."""

COMTRADE_NOT_COUNTRIES: Final = {
    "129": "Caribbean, nes",
    "221": "Eastern Europe, nes",
    "290": "Northern Africa, nes",
    "471": "CACM, nes",
    "473": "LAIA, nes",
    "490": "Other Asia, nes",
    "492": "Europe EU, nes",
    "527": "Oceania, nes",
    "568": "Other Europe, nes",
    "577": "Other Africa, nes",
    "636": "Rest of America, nes",
    "637": "North America and Central America, nes",
    "697": "Europe EFTA, nes",
    "837": "Bunkers",
    "838": "Free Zones",
    "839": "Special Categories",
    "879": "Western Asia, nes",
    "899": "Areas, nes",
}
"""Partners of UN Comtrade and BACI that are no country: nobody's market share.

490 is where UN Comtrade puts what is traded with Taiwan; BACI says so in its tables of countries
since those of January 2023 (`BACI_TAIWAN_SINCE`).
"""

BACI_TAIWAN_SINCE: Final = 202301
"""The version of BACI (in the names of its files: V202301) from which on 490 is Taiwan."""

COMTRADE_GROUPS: Final = {"0": "World", "97": "European Union", "975": "ASEAN"}
"""Reporters and partners of UN Comtrade that are sums of countries."""

WITS_ALPHA_3: Final = {
    "BLX": "BEL",  # with Luxembourg
    "ETF": "ETH",  # with Eritrea
    "KSV": "XKX",
    "MNT": "MNE",
    "ROM": "ROU",
    "SER": "SCG",
    "SUD": "SDN",  # with South Sudan
    "SVU": "SUN",
    "TMP": "TLS",
    "WBG": "PSE",
    "ZAR": "COD",
}
"""Codes of the World Bank that are not those of ISO, to these."""

WITS_NOT_COUNTRIES: Final = {"BUN": "837", "FRE": "838", "SPE": "839", "UNS": "899"}
"""WITS's codes of partners that are no country, to those of UN Comtrade."""

WITS_WORLD: Final = frozenset(("WLD", "ALL"))

WITS_GROUPS: Final = frozenset(
    (
        *("AFE", "AFW", "ARB", "CEB", "CSS", "EAP", "EAR", "EAS", "ECA", "ECS", "EMU", "EU15"),
        *("EU25", "EU27", "EU28", "EUN", "EUR", "EUU", "FCS", "HIC", "HPC", "IBD", "IBT", "IDA"),
        *("IDB", "IDX", "INX", "LAC", "LCN", "LDC", "LIC", "LMC", "LMY", "LTE", "MEA", "MIC"),
        *("MNA", "NAC", "OAS", "OED", "OSS", "PRE", "PSS", "PST", "SAS", "SSA", "SSF", "SST"),
        *("TEA", "TEC", "TLA", "TMN", "TSA", "TSS", "UMC"),
    )
)
"""Regions and groups of the World Bank, which WITS prints among the partners."""

NAMES: Final = {
    "WLD": "World",
    **{"ARG": "Argentina", "AUS": "Australia", "BHS": "Bahamas", "BLZ": "Belize"},
    **{"BOL": "Bolivia", "BRA": "Brazil", "BRB": "Barbados", "CAN": "Canada"},
    **{"CHL": "Chile", "COL": "Colombia", "CRI": "Costa Rica", "CUB": "Cuba"},
    **{"DEU": "Germany", "DOM": "Dominican Republic", "ECU": "Ecuador", "ESP": "Spain"},
    **{"FRA": "France", "GTM": "Guatemala", "GUY": "Guyana", "HND": "Honduras"},
    **{"HTI": "Haiti", "IND": "India", "IRL": "Ireland", "ITA": "Italy", "JAM": "Jamaica"},
    **{"MEX": "Mexico", "MWI": "Malawi", "MYS": "Malaysia", "NIC": "Nicaragua"},
    **{"NOR": "Norway", "NZL": "New Zealand", "PAK": "Pakistan", "PAN": "Panama"},
    **{"PER": "Peru", "PHL": "Philippines", "PRT": "Portugal", "PRY": "Paraguay"},
    **{"SLV": "El Salvador", "SUR": "Suriname", "SWE": "Sweden", "THA": "Thailand"},
    **{"TTO": "Trinidad and Tobago", "URY": "Uruguay", "VEN": "Venezuela"},
    **{"ZAF": "South Africa", "ZMB": "Zambia", "ZWE": "Zimbabwe"},
}
"""What countries are called, of Latin America and the Caribbean and of the others that
`config/trade_products.yaml` names, and the world; those alone that have one usual name."""

BY_NAME: Final = {name.casefold(): code for code, name in NAMES.items()}
"""Names in lower case, as FAO writes them, to alpha-3; what contradicts a code must be no other
spelling of it."""

_FAO: Final = """
    1 ARM  2 AFG  3 ALB  4 DZA  5 ASM  6 AND  7 AGO  8 ATG  9 ARG  10 AUS  11 AUT  12 BHS  13 BHR
    14 BRB  16 BGD  17 BMU  18 BTN  19 BOL  20 BWA  21 BRA  22 ABW  23 BLZ  24 IOT  25 SLB  26 BRN
    27 BGR  28 MMR  29 BDI  30 ATA  31 BVT  32 CMR  33 CAN  35 CPV  36 CYM  37 CAF  38 LKA  39 TCD
    40 CHL  41 CHN  42 CXR  43 CCK  44 COL  45 COM  46 COG  47 COK  48 CRI  49 CUB  50 CYP  51 CSK
    52 AZE  53 BEN  54 DNK  55 DMA  56 DOM  57 BLR  58 ECU  59 EGY  60 SLV  61 GNQ  63 EST  64 FRO
    65 FLK  66 FJI  67 FIN  68 FRA  69 GUF  70 PYF  71 ATF  72 DJI  73 GEO  74 GAB  75 GMB  79 DEU
    80 BIH  81 GHA  82 GIB  83 KIR  84 GRC  85 GRL  86 GRD  87 GLP  88 GUM  89 GTM  90 GIN  91 GUY
    92 HMD  93 HTI  94 VAT  95 HND  96 HKG  97 HUN  98 HRV  99 ISL  100 IND  101 IDN  102 IRN
    103 IRQ  104 IRL  105 ISR  106 ITA  107 CIV  108 KAZ  109 JAM  110 JPN  112 JOR  113 KGZ
    114 KEN  115 KHM  116 PRK  117 KOR  118 KWT  119 LVA  120 LAO  121 LBN  122 LSO  123 LBR
    124 LBY  125 LIE  126 LTU  127 MHL  128 MAC  129 MDG  130 MWI  131 MYS  132 MDV  133 MLI
    134 MLT  135 MTQ  136 MRT  137 MUS  138 MEX  140 MCO  141 MNG  142 MSR  143 MAR  144 MOZ
    145 FSM  146 MDA  147 NAM  148 NRU  149 NPL  150 NLD  151 ANT  153 NCL  154 MKD  155 VUT
    156 NZL  157 NIC  158 NER  159 NGA  160 NIU  161 NFK  162 NOR  163 MNP  165 PAK  166 PAN
    167 CZE  168 PNG  169 PRY  170 PER  171 PHL  172 PCN  173 POL  174 PRT  175 GNB  176 TLS
    177 PRI  178 ERI  179 QAT  180 PLW  181 ZWE  182 REU  183 ROU  184 RWA  185 RUS  186 SCG
    187 SHN  188 KNA  189 LCA  190 SPM  191 VCT  192 SMR  193 STP  194 SAU  195 SEN  196 SYC
    197 SLE  198 SVN  199 SVK  200 SGP  201 SOM  202 ZAF  203 ESP  205 ESH  207 SUR  208 TJK
    209 SWZ  210 SWE  211 CHE  212 SYR  213 TKM  214 TWN  215 TZA  216 THA  217 TGO  218 TKL
    219 TON  220 TTO  221 OMN  222 TUN  223 TUR  224 TCA  225 ARE  226 UGA  227 TUV  228 SUN
    229 GBR  230 UKR  231 USA  232 UMI  233 BFA  234 URY  235 UZB  236 VEN  237 VNM  238 ETH
    239 VGB  240 VIR  243 WLF  244 WSM  248 YUG  249 YEM  250 COD  251 ZMB  255 BEL  256 LUX
    258 AIA  260 SJM  264 IMN  270 MYT  271 SGS  272 SRB  273 MNE  274 GGY  276 SDN  277 SSD
    278 BES  279 CUW  280 SXM  281 MAF  282 BLM  283 JEY  284 ALA  299 PSE
"""

FAO_ALPHA_3: Final = _pairs(_FAO)
"""FAO's area codes to alpha-3, as its table of areas has them, with states of the past. Not in it:
351, China as a sum, and areas without a code of ISO (15, Belgium with Luxembourg until 1999)."""

FAO_WORLD: Final = 5000
FAO_GROUPS_FROM: Final = 5000
"""FAO area codes from here on are sums of countries."""

FAO_CHINA: Final = 351
"""FAO's China: the sum of its areas 41 (mainland), 96 (Hong Kong), 128 (Macao) and 214 (Taiwan)."""

M49_WORLD: Final = "1"

M49_GROUPS: Final = frozenset(
    str(code)
    for code in (
        *(1, 2, 3, 5, 9, 11, 13, 14, 15, 17, 18, 19, 21, 29, 30, 34, 35, 39, 53, 54, 57, 61, 62),
        *(97, 142, 143, 145, 150, 151, 154, 155, 159, 199, 202, 419, 432, 513, 514, 515, 543, 722),
        *(747, 753, 778, 901, 902),
    )
)
"""Regions and groups of M49, without leading zeros, and what FAO adds to them: 97, the European
Union, 159, its China, 901 and 902, countries short of income or of food."""


_KNOWN: Final = frozenset(("WLD", "XKX", "EUR", "EUN", *ALPHA_3.values()))


def is_known(area: str) -> bool:
    """Whether an exporter or importer of the flow schema is a country or group that is known.

    What is known to be no country, such as areas not specified, is known, too.
    """
    scheme, _, code = area.rpartition(":")
    match scheme:
        case "":
            return area in _KNOWN
        case "comtrade":
            return code in COMTRADE_GROUPS or code in COMTRADE_NOT_COUNTRIES
        case "wits":
            return code in WITS_GROUPS or code in COMTRADE_NOT_COUNTRIES
        case "m49":
            return code in M49_GROUPS
        case "fao":
            number = int(code) if code.isdecimal() else 0
            return number >= FAO_GROUPS_FROM or number == FAO_CHINA
    return False


def code_problem(code: str, known: Collection[str]) -> str:
    """What is wrong with a code that is none of `known`, and which are near; else nothing."""
    if code in known:
        return ""
    upper = code.upper()
    near = [upper] if upper in known else sorted(one for one in known if _near(one, upper))
    others = f" (near: {', '.join(near)})" if near else ""
    return f"{shown(code)} is not a code of ISO 3166-1 alpha-3{others}"


def _near(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 1
