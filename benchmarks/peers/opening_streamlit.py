"""The opening page in Streamlit: python -m streamlit run THIS -- EDITION."""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parent))

import view

EDITION = Path(sys.argv[1])

st.set_page_config(layout="wide")
kommun = st.selectbox("Område", view.kommuner(EDITION), index=3)
shown = st.cache_data(view.view)(EDITION, kommun)
st.title("Lägesbild")
left, right = st.columns(2)
left.plotly_chart(view.map_figure(shown))
right.plotly_chart(view.series_figure(shown))
right.plotly_chart(view.survey_figure(shown))
left.dataframe(shown.table)
